"""Whose address a request has, behind the nginx of docs/proxy.md: what `serve` believes, and of whom."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import serving
from tests.support.nginx import CLAIMS, LOOPBACK, STRANGER, client, proxied

READER = "127.0.0.3"
APPENDED = {"X-Forwarded-For $remote_addr": "X-Forwarded-For $proxy_add_x_forwarded_for"}


@pytest.fixture(scope="module")
def echo() -> Iterator[str]:
    """Behind the same way of serving, an app that tells who it was told sent a request."""
    with serving(sys.executable, "-m", "tests.support.echo", "--proxies", LOOPBACK) as address:
        yield address


@pytest.mark.parametrize("replacing", [{}, APPENDED], ids=["replaced", "appended"])
def test_the_address_of_a_reader_is_the_one_that_the_proxy_saw(
    echo: str, tmp_path: Path, replacing: dict[str, str]
) -> None:
    with proxied(tmp_path, echo, replacing) as proxy, client(proxy, READER) as reader:
        for claims in ({}, CLAIMS, {"X-Forwarded-For": "198.51.100.7, 127.0.0.1"}):
            assert reader.get(f"{proxy.secure}/", headers=claims).json() == {
                "client": READER,
                "base": f"{proxy.secure}/",
            }


def test_two_proxies_in_a_row_pass_on_what_the_first_saw(echo: str, tmp_path: Path) -> None:
    inner = {**APPENDED, "X-Forwarded-Proto $scheme": "X-Forwarded-Proto $http_x_forwarded_proto"}
    with (
        proxied(tmp_path / "inner", echo, inner) as second,
        proxied(tmp_path / "outer", second.plain) as first,
        client(first, READER) as reader,
    ):
        told = reader.get(f"{first.secure}/", headers=CLAIMS).json()
        assert told == {"client": READER, "base": f"{first.secure}/"}


@pytest.mark.parametrize(
    ("sender", "forwarded", "seen"),
    [
        (LOOPBACK, ["198.51.100.7"], "198.51.100.7"),
        (LOOPBACK, ["198.51.100.7, 203.0.113.9"], "203.0.113.9"),
        (LOOPBACK, ["198.51.100.7", "203.0.113.9"], "203.0.113.9"),
        (LOOPBACK, ["203.0.113.9, 127.0.0.1"], "203.0.113.9"),
        (LOOPBACK, [], LOOPBACK),
        (STRANGER, ["198.51.100.7"], STRANGER),
        (STRANGER, ["198.51.100.7, 127.0.0.1"], STRANGER),
    ],
)
def test_of_several_addresses_the_last_that_is_no_proxys_counts(
    echo: str, sender: str, forwarded: list[str], seen: str
) -> None:
    """What stands further left may have been written by anybody."""
    with client(local_address=sender) as reader:
        told = reader.get(echo, headers=[("X-Forwarded-For", one) for one in forwarded]).json()
    assert told["client"] == seen

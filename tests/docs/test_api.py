"""The page about the API is true: its examples are run against a real server, and its routes are those of the API."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import jwt
import pytest
from playwright._impl._driver import compute_driver_executable

from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.paths import DOCS
from tests.support.serving import api_over, served
from tests.support.waiting import PATIENCE
from ui.access.settings import Settings, TokenRules
from ui.api.openapi import DOCUMENT

PAGE = (DOCS / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(\w+)\n(.*?)```\n\n```\n(.*?)```", PAGE, re.DOTALL)
SECRET = "a secret of at least thirty-two bytes"
LOCAL, PORTAL = "http://127.0.0.1:8000", "https://news.example"


@pytest.fixture(scope="module")
def local(samples: Corpus) -> Iterator[str]:
    """The address of a server without rules of access."""
    with served(api_over(AnswerEngine(samples))) as address:
        yield address


@pytest.fixture(scope="module")
def portal(samples: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one that wants a token."""
    key = tmp_path_factory.mktemp("keys") / "portal"
    key.write_text(SECRET)
    rules = Settings(tokens=TokenRules(keys=(key,)))
    with served(api_over(AnswerEngine(samples), settings=rules)) as address:
        yield address


def run(language: str, example: str, folder: Path) -> str:
    """What an example prints."""
    now = int(time.time())
    claims = {"sub": "ines", "aud": "onrecord", "iat": now, "exp": now + 60, "collections": {"default": "add"}}
    (folder / "example.mjs").write_text(example, encoding="utf-8")
    command = {
        "sh": ["bash", "-e", "-o", "pipefail", "-c", example],
        "python": [sys.executable, "-c", example],
        "js": [compute_driver_executable()[0], str(folder / "example.mjs")],
    }[language]
    environment = {**os.environ, "TOKEN": jwt.encode(claims, SECRET, "HS256"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=True, timeout=PATIENCE
    ).stdout


def test_there_are_examples() -> None:
    assert [language for language, *_ in EXAMPLES] == ["sh", "python", "js", "python", "sh", "sh"]


@pytest.mark.parametrize(
    ("language", "example", "printed"), EXAMPLES, ids=[f"{e[0]} {n}" for n, e in enumerate(EXAMPLES)]
)
def test_each_example_prints_what_it_says(
    local: str, portal: str, tmp_path: Path, language: str, example: str, printed: str
) -> None:
    """An ellipsis stands for whatever is left out."""
    output = run(language, example.replace(LOCAL, local).replace(PORTAL, portal), tmp_path)
    expected = ".*".join(re.escape(part) for part in printed.strip().split("…"))
    assert re.fullmatch(expected, output.strip(), re.DOTALL), output


def test_without_its_token_a_portal_answers_nobody(portal: str) -> None:
    answered = httpx.get(f"{portal}/api/v1/me")
    assert (answered.status_code, answered.headers["content-type"]) == (401, "application/problem+json")


def test_every_route_is_on_the_page_and_no_other(local: str) -> None:
    paths = httpx.get(local + DOCUMENT).json()["paths"]
    has = {(method.upper(), path.removeprefix("/api/v1")) for path, methods in paths.items() for method in methods}
    named = re.findall(r"`(GET|POST|DELETE) ([^?`]+)", PAGE)
    told = {(method, path.replace("ID", "{answer_id}")) for method, path in named}
    by_path = {("GET", "/articles/{id}"), ("DELETE", "/articles/{id}"), ("GET", "/people/{name}")}
    assert told == has - by_path


def test_every_status_on_the_page_is_in_the_document_and_the_other_way_round(local: str) -> None:
    paths = httpx.get(local + DOCUMENT).json()["paths"]
    faults = {
        status
        for methods in paths.values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
        if "application/problem+json" in response.get("content", {})
    }
    table = PAGE.partition("| Status | |")[2].partition("\n\n")[0]
    assert set(re.findall(r"\b[45]\d\d\b", table)) == {*faults, "405"}

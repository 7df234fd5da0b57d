"""Tokens, by attack: only what a key of the portal signed counts, in the one way that the key allows."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import HTTPException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import InputError
from ui.access.authentication.keys import read_key
from ui.access.authentication.tokens import TokenVerifier
from ui.access.identity import Right
from ui.access.rules import Principal
from ui.access.settings import TokenRules

NOW = 1_800_000_000
SECRET = "correct-horse-battery-staple-4711-and-more"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_PEM = PRIVATE.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
UNKNOWN = "The token is not signed by a key that this server knows: get a new one from the site that gave it."


def claims(**other: Any) -> dict[str, Any]:
    return {"sub": "anna", "aud": "onrecord", "iat": NOW, "exp": NOW + 600, **other}


def signed(key: Any = SECRET, algorithm: str = "HS256", headers: dict[str, Any] | None = None, **other: Any) -> str:
    return jwt.encode({k: v for k, v in claims(**other).items() if v is not ...}, key, algorithm, headers)


def part(value: object) -> str:
    written = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def hmac_signed(header: object, payload: object, key: bytes) -> str:
    """What no library would sign."""
    text = f"{part(header)}.{part(payload)}"
    return f"{text}.{part(hmac.digest(key, text.encode(), hashlib.sha256))}"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., TokenVerifier]:
    """The check by some keys; a key file is made for each."""

    def make(*keys: bytes, now: float = NOW, **rules: Any) -> TokenVerifier:
        files = []
        for number, key in enumerate(keys or (SECRET.encode(), PUBLIC_PEM)):
            files.append(tmp_path / f"key-{number}")
            files[-1].write_bytes(key)
        return TokenVerifier(TokenRules(keys=tuple(files), **rules), lambda: now)

    return make


def refusal(tokens: TokenVerifier, token: str) -> str:
    with pytest.raises(HTTPException) as raised:
        tokens.bearer(token)
    assert raised.value.status_code == 401
    assert raised.value.headers == {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return str(raised.value.detail)


# What counts


def test_a_token_signed_by_any_of_the_keys_counts(made: Callable[..., TokenVerifier]) -> None:
    tokens = made()
    assert tokens.bearer(signed()) == Principal("anna")
    assert tokens.bearer(signed(PRIVATE, "EdDSA", groups=["press"])) == Principal("anna", ("press",))
    assert tokens.bearer(signed(headers={"kid": "2026"}, aud=["other", "onrecord"])) == Principal("anna")


@pytest.mark.parametrize(
    ("claimed", "rights"),
    [
        ([], []),
        (["press", "drafts"], [("press", Right.READ), ("drafts", Right.READ)]),
        ("*", None),
        (["*"], [("*", Right.READ)]),
        ({"press": "administer", "drafts": "add", "law": "read"},
         [("press", Right.ADMINISTER), ("drafts", Right.ADD), ("law", Right.READ)]),
    ],
)  # fmt: skip
def test_a_token_names_collections_and_rights(made: Callable[..., TokenVerifier], claimed: Any, rights: Any) -> None:
    if rights is None:
        assert "no list of names" in refusal(made(), signed(collections=claimed))
    else:
        assert made().bearer(signed(collections=claimed)).rights == rights


@pytest.mark.parametrize(
    ("claim", "value", "said"),
    [
        ("collections", None, '"collections" is no list of names'),
        ("collections", 7, '"collections" is no list of names'),
        ("collections", [["press"]], '"collections" is no list of names'),
        ("collections", [""], '"collections" is no list of names'),
        ("collections", ["x" * 201], "at most 200 characters"),
        ("collections", ["x"] * 1001, "at most 1000"),
        ("collections", {"press": "own"}, "a right that is not known"),
        ("collections", {"press": 3}, "a right that is not known"),
        ("collections", {"press": ["read"]}, "a right that is not known"),
        ("collections", {"press": "READ"}, "a right that is not known"),
        ("groups", "press", '"groups" is no list of names'),
        ("groups", [1], '"groups" is no list of names'),
        ("groups", ["a\nb"], '"groups" is no list of names'),
        ("groups", {"press": 1}, '"groups" is no list of names'),
        ("sub", "", '"sub" is no name'),
        ("sub", "x" * 201, '"sub" is no name'),
        ("sub", "anna\nadmin", '"sub" is no name'),
        ("sub", 7, '"sub" is no text'),
        ("aud", "other", '"aud" must be "onrecord"'),
        ("aud", ["other"], '"aud" must be "onrecord"'),
        ("aud", {"onrecord": 1}, '"aud" must be "onrecord"'),
        ("aud", "ONRECORD", '"aud" must be "onrecord"'),
        ("exp", "4102444800", '"exp" is no time'),
        ("exp", True, '"exp" is no time'),
        ("exp", 10**30, '"exp" is no time'),
        ("exp", 10**400, '"exp" is no time'),
        ("exp", float("inf"), '"exp" is no time'),
        ("exp", float("nan"), '"exp" is no time'),
        ("iat", [NOW], '"iat" is no time'),
        ("iat", float("-inf"), '"iat" is no time'),
        ("nbf", None, '"nbf" is no time'),
        *((claim, missing, f'has no "{claim}"') for claim in ("sub", "aud", "exp", "iat") for missing in (..., None)),
    ],
)
def test_a_claim_that_cannot_be_used_is_refused_with_a_sentence(
    made: Callable[..., TokenVerifier], claim: str, value: Any, said: str
) -> None:
    payload = {key: value for key, value in claims(**{claim: value}).items() if value is not ...}
    token = hmac_signed({"alg": "HS256"}, payload, SECRET.encode())
    assert said in refusal(made(), token)


@pytest.mark.parametrize(("issuer", "counts"), [("https://portal", True), ("https://other", False), (..., False)])
def test_a_token_of_another_issuer_is_refused(made: Callable[..., TokenVerifier], issuer: Any, counts: bool) -> None:
    tokens = made(issuer="https://portal")
    if counts:
        assert tokens.bearer(signed(iss=issuer)).name == "anna"
    else:
        refusal(tokens, signed(iss=issuer))


# Time


@pytest.mark.parametrize(
    ("exp", "iat", "said"),
    [
        (NOW - 29, NOW - 600, None),
        (NOW - 30, NOW - 600, "has expired: get a new one"),
        (NOW + 600, NOW + 30, None),
        (NOW + 600, NOW + 31, "not valid yet"),
        (NOW + 3600, NOW, None),
        (NOW + 3601, NOW, "valid for too long: 3600 seconds are the most"),
        (NOW + 10, NOW - 3591, "valid for too long"),
        (NOW + 5, NOW + 5, "valid for too long"),
        (NOW - 10, NOW + 10, "valid for too long"),
        (NOW + 0.5, NOW - 0.5, None),
        (0, 0, "has expired"),
        (-1, -5, "has expired"),
    ],
)
def test_the_edges_of_time_are_sharp(
    made: Callable[..., TokenVerifier], exp: float, iat: float, said: str | None
) -> None:
    token = signed(exp=exp, iat=iat)
    if said is None:
        assert made().bearer(token).name == "anna"
    else:
        assert said in refusal(made(), token)


def test_a_token_does_not_count_before_it_begins(made: Callable[..., TokenVerifier]) -> None:
    assert "not valid yet" in refusal(made(), signed(nbf=NOW + 31))
    assert made().bearer(signed(nbf=NOW + 30)).name == "anna"


def test_a_token_that_expired_does_not_come_back(made: Callable[..., TokenVerifier]) -> None:
    token = signed()
    assert made().bearer(token).name == "anna"
    assert "has expired" in refusal(made(now=NOW + 630), token)
    assert "has expired" in refusal(made(now=NOW + 10**6), token)


# Signatures


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "nOnE", "", None, "HS512", "RS256", "ES256", "Ed25519", 5]
)
@pytest.mark.parametrize("signature", ["", "AAAA", None])
def test_no_other_algorithm_counts(made: Callable[..., TokenVerifier], algorithm: Any, signature: str | None) -> None:
    header = {"alg": algorithm, "typ": "JWT"}
    token = f"{part(header)}.{part(claims())}.{signature}"
    if signature is None:
        token = hmac_signed(header, claims(), SECRET.encode())
    assert refusal(made(), token) in (UNKNOWN, 'This is no signed token: send one as "Authorization: Bearer TOKEN".')


def test_a_header_without_an_algorithm_does_not_count(made: Callable[..., TokenVerifier]) -> None:
    assert refusal(made(), hmac_signed({"typ": "JWT"}, claims(), SECRET.encode())) == UNKNOWN


@pytest.mark.parametrize(
    "public",
    [
        PUBLIC_PEM,
        PUBLIC_PEM.strip(),
        PRIVATE.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw),
        PRIVATE.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
    ],
)
def test_a_digest_by_the_public_key_does_not_count(made: Callable[..., TokenVerifier], public: bytes) -> None:
    token = hmac_signed({"alg": "HS256", "typ": "JWT"}, claims(), public)
    assert refusal(made(PUBLIC_PEM), token) == UNKNOWN
    assert refusal(made(), token) == UNKNOWN


def test_a_key_that_the_token_brings_along_does_not_count(made: Callable[..., TokenVerifier]) -> None:
    other = Ed25519PrivateKey.generate()
    raw = other.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    own = {"kty": "OKP", "crv": "Ed25519", "x": part(raw)}
    for headers in (
        {"jwk": own},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/"},
        {"kid": "../key-0"},
    ):
        assert refusal(made(), signed(other, "EdDSA", headers=headers)) == UNKNOWN


@pytest.mark.parametrize("critical", [["exp"], ["b64"], [], "exp", None, [1]])
def test_a_critical_header_is_refused(made: Callable[..., TokenVerifier], critical: Any) -> None:
    header = {"alg": "HS256", "crit": critical, "exp": 1, "b64": True}
    refusal(made(), hmac_signed(header, claims(), SECRET.encode()))
    refusal(made(), hmac_signed({**header, "b64": False}, claims(), SECRET.encode()))


def test_a_payload_that_was_changed_does_not_count(made: Callable[..., TokenVerifier]) -> None:
    head, _, signature = signed().split(".")
    assert refusal(made(), f"{head}.{part(claims(sub='boss'))}.{signature}") == UNKNOWN
    other, payload, _ = signed(PRIVATE, "EdDSA").split(".")
    assert refusal(made(), f"{other}.{payload}.{signature}") == UNKNOWN


def test_a_token_is_written_in_one_way_only(made: Callable[..., TokenVerifier]) -> None:
    """No padding, space or unused bit can be changed in one that counts."""
    token = signed()
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = [token[:-1] + letter for letter in last if letter != token[-1]]
    for other in (*others, f"{token}=", f"{token}\n", f" {token}", f"{token}.", token.replace(".", ".."), f"{token} x"):
        refusal(made(), other)


@pytest.mark.parametrize("depth", [100, 4000])
def test_a_header_that_is_deeply_nested_is_refused(made: Callable[..., TokenVerifier], depth: int) -> None:
    assert refusal(made(), f"{part(b'[' * depth)}.{part(claims())}.AAAA") == UNKNOWN
    assert refusal(made(), f"{part(b'{1:' * (depth // 3))}.{part(claims())}.AAAA") == UNKNOWN


def test_a_long_token_is_refused_unread(made: Callable[..., TokenVerifier]) -> None:
    assert refusal(made(), signed(more="x" * 8192)) == "The token is longer than 8 KB: leave claims out."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(token=st.text(max_size=300) | st.lists(st.binary(max_size=60).map(part), min_size=3, max_size=3).map(".".join))
def test_no_text_passes_for_a_token(made: Callable[..., TokenVerifier], token: str) -> None:
    refusal(made(), token)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), key=st.sampled_from([(SECRET, "HS256"), (PRIVATE, "EdDSA")]))
def test_no_change_of_a_token_passes(made: Callable[..., TokenVerifier], data: st.DataObject, key: Any) -> None:
    token = signed(*key)
    start = data.draw(st.integers(0, len(token)))
    end = data.draw(st.integers(start, min(len(token), start + 8)))
    other = token[:start] + data.draw(st.text("AZaz09-_.=", max_size=8)) + token[end:]
    if other != token:
        refusal(made(), other)


# Keys


def pem(key: Any, *, private: bool = False) -> bytes:
    if private:
        kind = serialization.PrivateFormat.PKCS8
        return bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_key().public_bytes(serialization.Encoding.PEM, kind))


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SSH = PRIVATE.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
DER = PRIVATE.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (pem(PRIVATE, private=True), "holds a private key"),
        (pem(RSA, private=True), "holds a private key"),
        (pem(RSA), "is not an Ed25519 public key"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "is not an Ed25519 public key"),
        (PUBLIC_PEM.replace(b"M", b"N", 1), "is not an Ed25519 public key"),
        (PUBLIC_PEM.decode().encode("utf-16"), "is not an Ed25519 public key"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "is not an Ed25519 public key"),
        (SSH, "a key in another form"),
        (DER, "a key in another form"),
        (base64.b64encode(DER), "a key in another form"),
        (b'{"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": "one"}', "a key in another form"),
        (b"", "a secret of 0 bytes, and 32 are the least"),
        (b"x" * 31 + b"\r\n\n", "a secret of 31 bytes"),
    ],
)
def test_a_file_that_holds_no_usable_key_is_refused_at_the_start(tmp_path: Path, written: bytes, said: str) -> None:
    file = tmp_path / "portal.key"
    file.write_bytes(written)
    with pytest.raises(InputError) as raised:
        TokenVerifier(TokenRules(keys=(file,)))
    assert said in str(raised.value)
    assert str(file) in str(raised.value)


def test_a_key_file_that_is_missing_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as a key of tokens"):
        TokenVerifier(TokenRules(keys=(tmp_path / "none",)))


@pytest.mark.parametrize(
    ("written", "secret"),
    [(b"s" * 32 + b"\n", b"s" * 32), (b"s" * 32 + b"\r\n", b"s" * 32), (b"\xff" * 31 + b"\n", b"\xff" * 31 + b"\n")],
)
def test_the_line_break_at_the_end_of_a_text_is_no_part_of_the_secret(
    tmp_path: Path, written: bytes, secret: bytes
) -> None:
    file = tmp_path / "portal.key"
    file.write_bytes(written)
    assert read_key(file).material == secret
    assert "ssss" not in repr(read_key(file))


def test_keys_are_changed_without_a_restart(
    made: Callable[..., TokenVerifier],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("ui.access.reload.SECONDS", 0)
    old, new = "old" * 20, "new" * 20
    tokens = made(old.encode(), new.encode())
    assert tokens.bearer(signed(old)).name == tokens.bearer(signed(new)).name == "anna"

    (tmp_path / "key-0").unlink()
    assert refusal(tokens, signed(old)) == UNKNOWN
    assert tokens.bearer(signed(new)).name == "anna"

    (tmp_path / "key-0").write_bytes(PUBLIC_PEM)
    assert tokens.bearer(signed(PRIVATE, "EdDSA")).name == "anna"
    assert refusal(tokens, hmac_signed({"alg": "HS256"}, claims(), PUBLIC_PEM)) == UNKNOWN

    with caplog.at_level(logging.WARNING, "onrecord"):
        caplog.clear()
        (tmp_path / "key-1").write_bytes(b"short")
        assert [tokens.bearer(signed(new)).name for _ in range(3)] == ["anna"] * 3
    (record,) = caplog.records
    assert record.getMessage() == (
        f"{tmp_path / 'key-1'} holds a secret of 5 bytes, and 32 are the least: make one with `openssl rand -hex 32`. "
        "What was read before stays in force."
    )


def test_without_any_key_left_nothing_counts(
    made: Callable[..., TokenVerifier], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.access.reload.SECONDS", 0)
    tokens = made(SECRET.encode())
    (tmp_path / "key-0").unlink()
    assert refusal(tokens, signed()) == UNKNOWN


def test_a_file_is_looked_at_a_few_times_a_second_at_most(
    made: Callable[..., TokenVerifier], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.access.reload.SECONDS", 1e9)
    tokens = made(SECRET.encode())
    (tmp_path / "key-0").unlink()
    assert tokens.bearer(signed()).name == "anna"

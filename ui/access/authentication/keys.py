"""The keys that a portal signs its tokens with; each is valid for one algorithm alone.

A token names its own algorithm, which is never trusted: with the text of a public key anybody could sign
"HS256" (RFC 8725, 3.1).
"""

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from index.errors import InputError

MIN_BYTES = 32
"""Of a secret: as many as the digest has (RFC 7518, 3.2)."""

_ARMOUR = b"-----BEGIN"
_OTHER_FORMS = (b"ssh-", b"ecdsa-", b"sk-", b"{")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the only algorithm that it checks."""

    algorithm: Literal["HS256", "EdDSA"]
    material: bytes | Ed25519PublicKey = field(repr=False)


def read_key(file: Path) -> Key:
    """Return the key in a file. Raises `InputError` for anything but an Ed25519 public key as PEM or a long secret."""
    written = _content(file)
    # Some shells write UTF-16, in which a PEM would pass for a secret.
    plain = written.replace(b"\0", b"").strip()
    if b"PRIVATE KEY" in plain:
        raise InputError(
            "{file} holds a private key: leave that with the portal, and put its public key here.",
            "key.private",
            file=file,
        )
    if _ARMOUR in plain:
        return Key("EdDSA", _public_key(file, written))
    if plain.startswith(_OTHER_FORMS) or _is_der(written) or _is_der(_decoded(plain)):
        raise InputError(
            "{file} holds a key in another form: write an Ed25519 public key as PEM.", "key.form", file=file
        )
    return Key("HS256", _secret(file, written))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read as a key of tokens ({reason}).", "key.unreadable", file=file, reason=error.strerror
        ) from error


def _secret(file: Path, written: bytes) -> bytes:
    # Editors end a text with a line break; of bytes that are no text all are the secret.
    secret = written.rstrip(b"\r\n") if written.isascii() else written
    if len(secret) < MIN_BYTES:
        raise InputError(
            "{file} holds a secret of {length} bytes, and {limit} are the least: make one with `openssl rand -hex 32`.",
            "key.short",
            file=file,
            length=len(secret),
            limit=MIN_BYTES,
        )
    return secret


def _public_key(file: Path, written: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(written)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise InputError(
            "{file} is not an Ed25519 public key: make a pair with `openssl genpkey -algorithm ed25519`.",
            "key.type",
            file=file,
        )
    return key


def _is_der(written: bytes) -> bool:
    try:
        load_der_public_key(written)
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _decoded(written: bytes) -> bytes:
    try:
        return b64decode(written)
    except (ValueError, binascii.Error):
        return b""

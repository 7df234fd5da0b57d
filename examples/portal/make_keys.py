"""Makes the pair of keys of a portal: it signs tokens with the private one, On Record checks them with the public one.

    .venv/bin/python examples/portal/make_keys.py FOLDER

With OpenSSL the same is done by `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout`.
"""

import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

PRIVATE, PUBLIC = "portal-private.pem", "portal-public.pem"


def make_keys(folder: Path) -> None:
    """Write both into a folder; a pair that is there already stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / PRIVATE).exists():
        return
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with os.fdopen(os.open(folder / PRIVATE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(private)
    (folder / PUBLIC).write_bytes(public)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder for the keys: .venv/bin/python examples/portal/make_keys.py keys")
    make_keys(Path(sys.argv[1]))

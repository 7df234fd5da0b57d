"""A real nginx in front of an app, with the very lines that docs/proxy.md gives an operator."""

import grp
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.support.paths import DOCS
from tests.support.serving import below
from tests.support.waiting import PATIENCE

LOOPBACK = "127.0.0.1"
STRANGER = "127.0.0.2"
"""Whoever connects from here is no proxy."""
PREFIX = "/record"
CLAIMS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Host": "evil.example"}
"""What only a proxy may say."""

_DOCUMENT = DOCS / "proxy.md"
_UPSTREAM = "http://127.0.0.1:8000/"
_CONFIG = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr error;
events {{}}
http {{
    access_log off;
    log_format elsewhere $request_uri;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {plain};
        listen {secure} ssl;
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        {documented}
        location / {{ access_log {folder}/elsewhere.log elsewhere; return 404; }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where the app is found behind nginx; no address ends with a slash."""

    plain: str
    secure: str
    trust: ssl.SSLContext
    """Knows the certificate of the secure one."""
    _elsewhere: Path

    def elsewhere(self) -> list[str]:
        """What was asked for that is not below the prefix, and belongs to the site around it."""
        return self._elsewhere.read_text(encoding="utf-8").splitlines()


def documented() -> str:
    """The lines for nginx, as they stand in the documentation."""
    found = re.search(r"```nginx\n(.*?)```", _DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@contextmanager
def proxied(folder: Path, upstream: str, replacing: Mapping[str, str] = MappingProxyType({})) -> Iterator[Proxy]:
    """nginx before the app at the address `upstream`; `replacing` puts some of the documented lines another way."""
    nginx, lines = _found(), documented()
    for written, instead in {_UPSTREAM: f"{upstream}/", **replacing}.items():
        assert written in lines
        lines = lines.replace(written, instead)
    folder.mkdir(parents=True, exist_ok=True)
    _certify(folder)
    with ExitStack() as stack:
        # It takes sockets that are open already, as when it replaces itself: no port can be lost to anybody else, and
        # who comes before it is ready waits instead of being refused.
        plain, secure = (stack.enter_context(socket.create_server((LOOPBACK, 0))) for _ in range(2))
        ports = [listening.getsockname()[1] for listening in (plain, secure)]
        config = folder / "nginx.conf"
        config.write_text(
            _CONFIG.format(
                folder=folder,
                user=_user(),
                plain=f"{LOOPBACK}:{ports[0]}",
                secure=f"{LOOPBACK}:{ports[1]}",
                documented=lines,
            )
        )
        process = subprocess.Popen(
            [nginx, "-p", folder, "-c", config, "-e", "stderr"],
            env={**os.environ, "NGINX": f"{plain.fileno()};{secure.fileno()};"},
            pass_fds=(plain.fileno(), secure.fileno()),
        )
        stack.callback(_end, process)
        trust = ssl.create_default_context(cafile=folder / "certificate.pem")
        plain_address, secure_address = (
            f"http://{LOOPBACK}:{ports[0]}{PREFIX}",
            f"https://{LOOPBACK}:{ports[1]}{PREFIX}",
        )
        yield Proxy(plain_address, secure_address, trust, folder / "elsewhere.log")


def stripped(app: ASGIApp) -> ASGIApp:
    """The app as uvicorn calls it when it was given a root path: the proxy took the prefix away, uvicorn adds it."""
    called = below(PREFIX, app)

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        await called({**scope, "path": PREFIX + scope["path"]} if "path" in scope else scope, receive, send)

    return call


def client(proxy: Proxy | None = None, local_address: str = LOOPBACK) -> httpx.Client:
    """Sends from that address of this machine; knows the certificate of the proxy."""
    verify = True if proxy is None else proxy.trust
    return httpx.Client(
        transport=httpx.HTTPTransport(verify=verify, local_address=local_address), timeout=PATIENCE, trust_env=False
    )


def _found() -> str:
    """The program; where it is missing the test is skipped, and in CI it fails."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        missing = "nginx is missing: `make browser` installs it."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return nginx


def _user() -> str:
    # Started by root it would work as nobody, who may not enter a test's folder; for others there is no choice.
    if os.geteuid() != 0:
        return ""
    return f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(0).gr_name};"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=PATIENCE)


def _certify(folder: Path) -> None:
    """Writes a key, and a certificate for the loopback address that it signed itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LOOPBACK)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))]), critical=False)
        .sign(key, SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

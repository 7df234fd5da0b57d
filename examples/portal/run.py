"""The whole example by one command: keys, index, On Record and the portal, in a folder of their own.

    .venv/bin/python examples/portal/run.py [--port 9000] [--onrecord-port 8000] [--folder DIR]

Without --folder it is a temporary one, gone when Ctrl+C stops both servers.
"""

import argparse
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from app import HERE, create_portal
from make_keys import PRIVATE, make_keys

ONRECORD = str(Path(sysconfig.get_path("scripts")) / "onrecord")
SAMPLES = HERE.parents[1] / "ui" / "cli" / "samples"
ARTICLES = [*sorted(SAMPLES.glob("2025-*.md")), HERE / "drafts"]
"""The drafts say themselves of which collection they are."""


def prepare(folder: Path, portal: str) -> None:
    """Write keys, rules of access and index; `portal` is the origin of the portal."""
    make_keys(folder / "keys")
    rules = (HERE / "access.toml").read_text(encoding="utf-8")
    (folder / "access.toml").write_text(rules.replace("http://localhost:9000", portal), encoding="utf-8")
    command = (ONRECORD, "add", "--index", str(folder / "index"), "--collection", "newsroom")
    print("Indexing the articles; the model is loaded first …", flush=True)
    subprocess.run([*command, *map(str, ARTICLES)], check=True)


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers there, or ends."""
    while server.poll() is None:
        try:
            urlopen(f"{address}/api/v1/health/live", timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    sys.exit("On Record did not start: it says above why.")


def main() -> None:
    """Serve both until it is interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9000, help="Of the portal.")
    parser.add_argument("--onrecord-port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, help="Keeps everything there.")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Two sites to a browser, as they would be in earnest: no cookie of the one goes to the other.
    portal, onrecord = f"http://localhost:{given.port}", f"http://127.0.0.1:{given.onrecord_port}"
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-")))
        prepare(folder, portal)
        serve = ("serve", "--access", "access.toml", "--index", "index", "--port", str(given.onrecord_port))
        server = subprocess.Popen([ONRECORD, *serve], cwd=folder)
        stack.callback(server.wait)
        stack.callback(server.terminate)
        wait_for(onrecord, server)
        print(f"\nOpen the portal: {portal} (Ctrl+C stops)", flush=True)
        key = (folder / "keys" / PRIVATE).read_text(encoding="ascii")
        uvicorn.run(create_portal(key, onrecord), port=given.port, log_level="warning")


if __name__ == "__main__":
    main()

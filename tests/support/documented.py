"""The programs and rules that docs/portal.md shows, as files."""

import re
from pathlib import Path

from tests.support.paths import DOCS, ROOT

EXAMPLE = ROOT / "examples" / "portal"
DOC = (DOCS / "portal.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The file of that name, as the page shows it under its name."""
    found = re.search(rf"`(?:[\w/~]+/)?{re.escape(name)}`[^`]*?\n\n```\w+\n(.*?)^```$", DOC, re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


def write(folder: Path, *names: str) -> None:
    """Writes files of the page, whose paths lead into the folder then."""
    for name in names:
        text = block(name).replace('Path.home() / "onrecord"', f"Path({str(folder)!r})")
        (folder / name).write_text(text, encoding="utf-8")

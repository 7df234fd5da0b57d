"""A document that comes without a place of its own, as over HTTP: through the same door as the files of a folder."""

import hashlib
import re
import shutil
from dataclasses import replace

from index.add import Report, add
from index.archive import Archive
from index.load import find, load

_FOLDER = "incoming"
_UNSAFE = re.compile(r"[^\w .()-]+")
_LONGEST_NAME = 100


def take_in(archive: Archive, name: str, content: bytes, collection: str = "") -> Report:
    """Add the articles of one document; its name tells the format and is never used as a path.

    The place it is read at is made of its content, so that articles without an id get the same one whenever the same
    document comes again, and another document of the same name replaces nothing.
    """
    shown = _shown(name)
    place = archive.folder / _FOLDER / hashlib.sha256(content).hexdigest()[:32]
    file = place / _file_name(shown)
    try:
        place.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        report = add(archive, load(find([file]), collection))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    report.failures = [replace(f, path=shown, reason=f.reason.replace(str(file), shown)) for f in report.failures]
    return report


def _file_name(shown: str) -> str:
    """A harmless name with the suffix of the one given."""
    stem, dot, suffix = shown.rpartition(".")
    clean = _UNSAFE.sub("_", stem if dot else shown)[:_LONGEST_NAME].strip(" .") or "document"
    return f"{clean}.{_UNSAFE.sub('_', suffix)[:20]}" if dot else clean


def _shown(name: str) -> str:
    """The name without the folders before it, as it can be written down."""
    return re.split(r"[/\\]", name)[-1].encode("utf-8", "replace").decode()

"""Paths into articles: files are found, read by the reader of their format, and every failure is named.

`READERS` is the one place where a further format is added.
"""

import importlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.article import Article, Failure
from index.errors import InputError

READERS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".csv": "csv",
}
"""Suffix to the module of `index.formats` that reads it: `read(path)` yields `Entry` records or raises InputError."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file inside a folder that is no article: of another format, or a README."""

    path: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of one file, or of one line of it."""

    item: Article | Failure | Skipped
    path: str
    line: int | None
    """1-based line for formats of one article a line."""
    read: int
    """Bytes of all files read so far, for a progress bar."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files that a list of paths comes to."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]
    failures: tuple[Failure, ...]
    size: int
    """Bytes of all files."""


def find(paths: Iterable[str | Path]) -> Found:
    """The files to read among `paths`, folders walked through in order; hidden files are passed over."""
    files: list[Path] = []
    skipped: list[Skipped] = []
    failures: list[Failure] = []
    for path in map(Path, paths):
        if path.is_dir():
            _walk(path, files, skipped, failures)
        elif not path.exists():
            failures.append(Failure(str(path), "there is no such file or folder: check the path."))
        elif path.suffix.lower() not in READERS:
            failures.append(Failure(str(path), f"its format is not known: {', '.join(READERS)} can be read."))
        else:
            files.append(path)
    return Found(tuple(files), tuple(skipped), tuple(failures), sum(map(_size, files)))


def load(found: Found) -> Iterator[Loaded]:
    """Every article of the files found, and every failure, one after the other."""
    for failure in found.failures:
        yield Loaded(failure, failure.path, None, 0)
    for skip in found.skipped:
        yield Loaded(skip, skip.path, None, 0)
    before = 0
    for path in found.files:
        yield from _load_file(path, before)
        before += _size(path)


def _load_file(path: Path, before: int) -> Iterator[Loaded]:
    size, count = _size(path), 0
    reader = importlib.import_module(f"index.formats.{READERS[path.suffix.lower()]}")
    try:
        for entry in reader.read(path):
            count += 1
            yield Loaded(entry.item, str(path), entry.line, before + min(entry.read or size, size))
    except InputError as error:
        yield Loaded(Failure(str(path), str(error)), str(path), None, before + size)
    except PermissionError:
        yield Loaded(
            Failure(str(path), "may not be read: give yourself read permission."), str(path), None, before + size
        )
    except OSError as error:
        reason = f"cannot be read ({error.strerror}): check the file."
        yield Loaded(Failure(str(path), reason), str(path), None, before + size)
    else:
        if not count:
            reason = "holds no article: the file is empty."
            yield Loaded(Failure(str(path), reason), str(path), None, before + size)


def _walk(folder: Path, files: list[Path], skipped: list[Skipped], failures: list[Failure]) -> None:
    unreadable = failures.append

    def refuse(error: OSError) -> None:
        unreadable(Failure(str(error.filename), f"cannot be opened ({error.strerror}): give yourself read permission."))

    before = len(files) + len(failures) + len(skipped)
    # Links to folders are not followed, so that a loop of them cannot hang.
    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            if name.startswith("."):
                continue
            if path.suffix.lower() in READERS and not name.lower().startswith("readme."):
                files.append(path)
            else:
                skipped.append(Skipped(str(path)))
    if len(files) + len(failures) + len(skipped) == before:
        failures.append(Failure(str(folder), "there is no file in this folder: check the path."))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

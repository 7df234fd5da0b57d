"""Paths into articles: files are found, read by the reader of their format, and every failure is named.

`READERS` is the one place where a further format is added.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import InputError
from index.readers import csv, html, jsonl, markdown, pdf, text
from index.readers.entry import Entry
from index.records import DEFAULT_COLLECTION, Article, LoadFailure, LoadResult, SkippedFile

READERS: dict[str, Callable[[Path], Iterator[Entry]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".jsonl": jsonl.read,
    ".csv": csv.read,
}
"""Suffix to what reads it: yields an `Entry` for each article, raises `InputError` when the whole file is at fault."""

_SUPPORTED = ", ".join(READERS)


@dataclass(frozen=True, slots=True)
class FileSet:
    """The files that a list of paths comes to."""

    files: tuple[Path, ...]
    skipped: tuple[SkippedFile, ...]
    failures: tuple[LoadFailure, ...]
    size: int
    """Bytes of all files."""


def find(paths: Iterable[str | Path]) -> FileSet:
    """The files to read among `paths`, folders walked through in sorted order; hidden files are passed over.

    Links to folders are not followed inside a folder, so that a loop of them cannot hang.
    """
    files: list[Path] = []
    skipped: list[SkippedFile] = []
    failures: list[LoadFailure] = []
    for path in map(Path, paths):
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                _walk(path, files, skipped, failures)
            elif path.suffix.lower() in READERS:
                _check_regular(mode)
                files.append(path)
            else:
                failures.append(LoadFailure(_shown(path), f"its format is not known: {_SUPPORTED} can be read."))
        except (OSError, InputError, ValueError) as error:  # ValueError: a NUL in the path
            failures.append(LoadFailure(_shown(path), _reason(error)))
    return FileSet(tuple(files), tuple(skipped), tuple(failures), sum(map(_size, files)))


def load(found: FileSet, collection: str = "") -> Iterator[LoadResult]:
    """Every article of the files found, and every failure, one after the other; only `found.files` are opened.

    `collection` is that of the articles which name none themselves.
    """
    for failure in found.failures:
        yield LoadResult(failure, failure.path, None, 0)
    for skipped in found.skipped:
        yield LoadResult(skipped, skipped.path, None, 0)
    before = 0
    for path in found.files:
        size = _size(path)
        for loaded in _load_file(path, before, before + size):
            yield _collected(loaded, collection)
        before += size


def _load_file(path: Path, before: int, after: int) -> Iterator[LoadResult]:
    name, count = _shown(path), 0
    try:
        _check_regular(path.stat().st_mode)
        for entry in READERS[path.suffix.lower()](path):
            count += 1
            read = after if entry.read is None else min(before + entry.read, after)
            item = entry.item
            result = item if isinstance(item, Article) else LoadFailure(name, str(item), entry.line)
            yield LoadResult(result, name, entry.line, read)
        if not count:
            raise InputError("the file holds no article: give it one or leave it out.")
    except (InputError, OSError) as error:
        yield LoadResult(LoadFailure(name, _reason(error)), name, None, after)


def _collected(loaded: LoadResult, collection: str) -> LoadResult:
    item = loaded.item
    if collection and isinstance(item, Article) and item.collection == DEFAULT_COLLECTION:
        return replace(loaded, item=replace(item, collection=collection))
    return loaded


def _walk(folder: Path, files: list[Path], skipped: list[SkippedFile], failures: list[LoadFailure]) -> None:
    before = len(files), len(failures)

    def refuse(error: OSError) -> None:
        failures.append(LoadFailure(_shown(Path(error.filename)), _reason(error)))

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        skipped.extend(SkippedFile(_shown(path)) for name in folders if (path := Path(here, name)).is_symlink())
        for name in sorted(names):
            path = Path(here, name)
            if name.startswith("."):
                continue
            if path.suffix.lower() in READERS and not name.upper().startswith("README"):
                files.append(path)
            else:
                skipped.append(SkippedFile(_shown(path)))
    if (len(files), len(failures)) == before:
        failures.append(LoadFailure(_shown(folder), f"no file in this folder can be read: give one with {_SUPPORTED}."))


def _check_regular(mode: int) -> None:
    """Raise `InputError` for a pipe or a device, which may never come to an end."""
    if not stat.S_ISREG(mode):
        raise InputError("this is no regular file: save what it gives to one.")


def _reason(error: Exception) -> str:
    match error:
        case InputError():
            return str(error)
        case PermissionError():
            return "it may not be read: give yourself read permission."
        case FileNotFoundError() | NotADirectoryError() | ValueError():
            return "there is no such file or folder: check the path."
        case OSError():
            return f"it cannot be read ({error.strerror}): check the file."
        case _:
            raise error


def _shown(path: Path) -> str:
    """A path that can be printed, whatever bytes its name is made of."""
    return str(path).encode("utf-8", "replace").decode()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

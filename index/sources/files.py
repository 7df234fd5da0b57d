"""Paths into articles: files are found, read by the reader of their format, and every failure is named.

`READERS` is the one place where a further format is added.
"""

import copy
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import BinaryIO

from index.errors import InputError
from index.readers import csv, html, jsonl, markdown, pdf, text
from index.readers.entry import Entry
from index.records import DEFAULT_COLLECTION, Article, LoadFailure, LoadResult, SkippedFile

READERS: dict[str, Callable[[str, BinaryIO], Iterator[Entry]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".jsonl": jsonl.read,
    ".csv": csv.read,
}
"""Suffix to what reads it: given a file's name and bytes, yields an `Entry` for each article, which has an id only when
one is written there; raises `InputError` when the whole file is at fault."""

SUFFIXES = tuple({read: suffix for suffix, read in reversed(READERS.items())}.values())[::-1]
"""The usual suffix of each format: the first of those that its reader has."""
_SUPPORTED = ", ".join(READERS)


@dataclass(frozen=True, slots=True)
class FileSet:
    """The files that a list of paths comes to."""

    files: tuple[Path, ...]
    skipped: tuple[SkippedFile, ...]
    failures: tuple[LoadFailure, ...]
    size: int
    """Bytes of all files."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file to read, wherever its bytes come from."""

    name: str
    """Its own name, whose suffix tells the format."""
    shown: str
    """What failures call it."""
    place: str
    """What ids are made of: where it is, by which it is the same one when it comes again."""
    open: Callable[[], BinaryIO]
    size: int
    """Bytes."""


def find(paths: Iterable[str | Path]) -> FileSet:
    """Find the files to read among `paths`, folders walked through in sorted order; hidden files are passed over.

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
            else:
                _reader(path.name)
                _check_regular(mode)
                files.append(path)
        except (OSError, InputError, ValueError) as error:  # ValueError: a NUL in the path
            failures.append(LoadFailure(_shown(path), _fault(error)))
    return FileSet(tuple(files), tuple(skipped), tuple(failures), sum(map(_size, files)))


def load(found: FileSet, collection: str = "") -> Iterator[LoadResult]:
    """Yield every article of the files found, and every failure, one after the other; only `found.files` are opened.

    `collection` is that of the articles which name none themselves.
    """
    for failure in found.failures:
        yield LoadResult(failure, failure.path, None, 0)
    for skipped in found.skipped:
        yield LoadResult(skipped, skipped.path, None, 0)
    before = 0
    for path in found.files:
        document = _document(path)
        yield from load_document(document, collection, before)
        before += document.size


def load_document(document: Document, collection: str = "", before: int = 0) -> Iterator[LoadResult]:
    """Yield every article of one document, and every failure; `before` counts the bytes of those read before it."""
    after, count = before + document.size, 0
    try:
        read = _reader(document.name)
        with document.open() as stream:
            for entry in read(document.name, stream):
                count += 1
                so_far = after if entry.read is None else min(before + entry.read, after)
                item = _item(document, entry)
                yield _collected(LoadResult(item, document.shown, entry.line, so_far), collection)
        if not count:
            raise InputError("the file holds no article: give it one or leave it out.", "document.no_article")
    except (InputError, OSError) as error:
        yield LoadResult(LoadFailure(document.shown, _fault(error)), document.shown, None, after)


def _document(path: Path) -> Document:
    def opened() -> BinaryIO:
        _check_regular(path.stat().st_mode)
        return path.open("rb")

    return Document(path.name, _shown(path), os.path.realpath(path), opened, _size(path))


def _reader(name: str) -> Callable[[str, BinaryIO], Iterator[Entry]]:
    try:
        return READERS[PurePath(name).suffix.lower()]
    except KeyError:
        raise InputError(
            "its format is not known: {supported} can be read.", "document.format", supported=_SUPPORTED
        ) from None


def _item(document: Document, entry: Entry) -> Article | LoadFailure:
    """Return the article of an entry, with an id made from the document's place where it has none, or its failure."""
    if isinstance(entry.item, InputError):
        return LoadFailure(document.shown, _fault(entry.item), entry.line)
    if entry.item.id:
        return entry.item
    made = _made_id(document)
    return replace(entry.item, id=made if entry.line is None else f"{made}-L{entry.line}")


def _made_id(document: Document) -> str:
    """Return an id that stays the same, so that the same file added again replaces itself."""
    ascii_name = unicodedata.normalize("NFKD", PurePath(document.name).stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:60].rstrip("-") or "article"
    return f"{slug}-{hashlib.sha256(document.place.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def _collected(loaded: LoadResult, collection: str) -> LoadResult:
    item = loaded.item
    if collection and isinstance(item, Article) and item.collection == DEFAULT_COLLECTION:
        return replace(loaded, item=replace(item, collection=collection))
    return loaded


def _walk(folder: Path, files: list[Path], skipped: list[SkippedFile], failures: list[LoadFailure]) -> None:
    before = len(files), len(failures)

    def refuse(error: OSError) -> None:
        failures.append(LoadFailure(_shown(Path(error.filename)), _fault(error)))

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
        fault = InputError(
            "no file in this folder can be read: give one with {supported}.", "folder.no_file", supported=_SUPPORTED
        )
        failures.append(LoadFailure(_shown(folder), fault))


def _check_regular(mode: int) -> None:
    """Raise `InputError` for a pipe or a device, which may never come to an end."""
    if not stat.S_ISREG(mode):
        raise InputError("this is no regular file: save what it gives to one.", "file.irregular")


def _fault(error: Exception) -> InputError:
    """Return the fault of a file that cannot be read, by what was raised."""
    match error:
        case InputError():
            return copy.copy(error)  # without its traceback, which would keep the document in memory with the report
        case PermissionError():
            return InputError("it may not be read: give yourself read permission.", "file.forbidden")
        case FileNotFoundError() | NotADirectoryError() | ValueError():
            return InputError("there is no such file or folder: check the path.", "file.missing")
        case OSError():
            return InputError("it cannot be read ({reason}): check the file.", "file.unreadable", reason=error.strerror)
        case _:
            raise error


def _shown(path: Path) -> str:
    """Return a path that can be printed, whatever bytes its name is made of."""
    return str(path).encode("utf-8", "replace").decode()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

"""A document that comes without a place of its own, as over HTTP; it is read like the files of a folder."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO

from index.errors import InputError
from index.ingest import IngestReport, add
from index.records import Article, LoadFailure, LoadResult
from index.sources.files import Document, load_document
from index.storage.corpus import Corpus

_FOLDER = "incoming"
_UNSAFE = re.compile(r"[^\w .()-]+")
_MAX_NAME_LENGTH = 100


def ingest_upload(
    corpus: Corpus, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
) -> IngestReport:
    """Add the articles of one document; its name tells the format and is never used as a path.

    With `addable`, articles go to those collections alone; None stands for all.

    Its place is made of its content, so that articles without an id get the same one whenever the same document comes
    again, and another document of the same name replaces nothing.
    """
    shown = _shown(name)
    file_name = _file_name(shown)
    place = corpus.folder / _FOLDER / hashlib.sha256(content).hexdigest()[:32] / file_name
    document = Document(file_name, shown, str(place.resolve()), lambda: BytesIO(content), len(content))
    found = load_document(document, collection)
    return add(corpus, found if addable is None else _within(corpus, addable, found))


def _within(corpus: Corpus, addable: frozenset[str], found: Iterable[LoadResult]) -> Iterator[LoadResult]:
    """Yield what goes to these collections; the rest failed.

    Ids are shared by all collections, and one that is taken must not tell that somebody else's article has it: an
    article that the collection does not have yet is always given an id that begins with the collection's name.
    """
    for loaded in found:
        article = loaded.item
        if not isinstance(article, Article):
            yield loaded
        elif article.collection not in addable:
            fault = InputError(
                "you may not add to the collection {collection!r}.", "upload.collection", collection=article.collection
            )
            yield replace(loaded, item=LoadFailure(loaded.path, fault, loaded.line))
        elif _collection_of(corpus, article.id) == article.collection:
            yield loaded
        else:
            own = replace(article, id=f"{article.collection}/{article.id}")
            taken = _collection_of(corpus, own.id) not in (None, article.collection)
            fault = InputError("its id cannot be used here.", "upload.id")
            yield replace(loaded, item=LoadFailure(loaded.path, fault, loaded.line) if taken else own)


def _collection_of(corpus: Corpus, article_id: str) -> str | None:
    stored = corpus.store.article(article_id)
    return stored.collection if stored else None


def _file_name(shown: str) -> str:
    """Return a harmless name with the suffix of the one given."""
    stem, dot, suffix = shown.rpartition(".")
    clean = _UNSAFE.sub("_", stem if dot else shown)[:_MAX_NAME_LENGTH].strip(" .") or "document"
    return f"{clean}.{_UNSAFE.sub('_', suffix)[:20]}" if dot else clean


def _shown(name: str) -> str:
    """Return the name without the folders before it, as it can be written down."""
    return re.split(r"[/\\]", name)[-1].encode("utf-8", "replace").decode()

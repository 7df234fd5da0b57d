"""The way in: an article is split, attributed, embedded and stored; what is unchanged is passed over."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.attribution.attribute import attribute
from index.embedding import Embedder, Vectors, normalize
from index.errors import InputError
from index.records import Article, LoadFailure, LoadResult, Passage, Sentence, SkippedFile, Statement
from index.storage.corpus import Corpus
from index.storage.store import IndexedArticle
from index.text.chunking import passage_spans, split_sentences

# Enough passages at a time for the model to group those of equal length, few enough that an interruption loses little.
_PASSAGES_AT_ONCE = 512
# How much of the title's vector goes into a passage's: benchmarks/LOG.md, "Embedding".
_TITLE = 0.3


@dataclass(slots=True)
class IngestReport:
    """What became of everything that was to be added."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failures: list[LoadFailure] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether any article was stored."""
        return bool(self.added or self.updated)

    def __str__(self) -> str:
        """Return one line of counts."""
        return (
            f"{self.added} added, {self.updated} updated, {self.unchanged} unchanged, {self.skipped} skipped, "
            f"{len(self.failures)} failed"
        )


@dataclass(frozen=True, slots=True)
class _Split:
    article: Article
    sentences: list[Sentence]
    statements: list[Statement]
    passages: list[Passage]


def add(corpus: Corpus, items: Iterable[LoadResult], done: Callable[[LoadResult], None] | None = None) -> IngestReport:
    """Store every article among `items`, each in a transaction of its own; `done` is told of each as it is finished."""
    report = IngestReport()
    done = done or (lambda _: None)
    waiting: list[tuple[LoadResult, _Split]] = []
    for loaded, article in _changed(corpus, items, report, done):
        waiting.append((loaded, _split(article)))
        if sum(len(split.passages) for _, split in waiting) >= _PASSAGES_AT_ONCE:
            _store(corpus, waiting, done)
            waiting.clear()
    _store(corpus, waiting, done)
    if report.changed:
        corpus.synced_vectors.save()
    return report


def embed_passages(embedder: Embedder, articles: Sequence[tuple[Article, Sequence[Passage]]]) -> list[Vectors]:
    """Return unit vectors of each article's passages, shape (passages, dimension): their text, mixed with the title's.

    A title is embedded once an article and mixed in, not put above every passage: it would be 15% of all words.
    """
    passages = [article.text[p.start : p.end] for article, found in articles for p in found]
    titles = [article.title or article.id for article, _ in articles]
    vectors = embedder.embed_documents(passages + titles)
    mixed: list[Vectors] = []
    first = 0
    for n, (article, found) in enumerate(articles):
        last = first + len(found)
        weight = _TITLE * bool(article.title)
        mixed.append(normalize(vectors[first:last] + weight * vectors[len(passages) + n]))
        first = last
    return mixed


def _changed(
    corpus: Corpus, items: Iterable[LoadResult], report: IngestReport, done: Callable[[LoadResult], None]
) -> Iterator[tuple[LoadResult, Article]]:
    """Yield the articles that are new or differ from the stored ones; count all others and report them as done."""
    seen: dict[str, LoadResult] = {}
    for loaded in items:
        match loaded.item:
            case LoadFailure() as failure:
                report.failures.append(failure)
            case SkippedFile():
                report.skipped += 1
            case article:
                first = seen.setdefault(article.id, loaded)
                if first is not loaded:
                    _count_repeated(loaded, first, report)
                elif _count_first(corpus, article, report):
                    yield loaded, article
                    continue
        done(loaded)


def _count_repeated(loaded: LoadResult, first: LoadResult, report: IngestReport) -> None:
    if loaded.item == first.item:
        report.unchanged += 1
    else:
        report.failures.append(_duplicate(loaded, first))


def _count_first(corpus: Corpus, article: Article, report: IngestReport) -> bool:
    """Count the first article of its id; return whether it differs from the stored one."""
    stored = corpus.store.article(article.id)
    if stored == article:
        report.unchanged += 1
        return False
    report.updated += stored is not None
    report.added += stored is None
    return True


def _duplicate(loaded: LoadResult, first: LoadResult) -> LoadFailure:
    where = f"{first.path}:{first.line}" if first.line else first.path
    assert isinstance(loaded.item, Article)
    return LoadFailure(
        loaded.path,
        InputError(
            "the id {id!r} was already used by a different article ({where}), which was kept: give this one an id of "
            "its own.",
            "id.used",
            id=loaded.item.id,
            where=where,
        ),
        loaded.line,
    )


def _split(article: Article) -> _Split:
    sentences = split_sentences(article.id, article.text, article.language)
    passages = [Passage(article.id, a, b, _passage_id(article, a, b)) for a, b in passage_spans(sentences)]
    return _Split(article, sentences, attribute(article, sentences), passages)


def _passage_id(article: Article, start: int, end: int) -> int:
    """Return 63 bits of a digest of article, place and text: equal ids mean equal vectors in every copy."""
    content = f"{article.id}\0{start}\0{article.title}\n{article.text[start:end]}"
    return int.from_bytes(hashlib.sha256(content.encode()).digest()[:8], "big") >> 1


def _store(corpus: Corpus, waiting: list[tuple[LoadResult, _Split]], done: Callable[[LoadResult], None]) -> None:
    if not waiting:
        return
    vectors = embed_passages(corpus.embedder, [(split.article, split.passages) for _, split in waiting])
    for (loaded, split), own in zip(waiting, vectors, strict=True):
        corpus.store.replace(IndexedArticle(split.article, split.sentences, split.statements, split.passages, own))
        done(loaded)

"""Articles of a test's own, and an index of them."""

from datetime import date

from index.ingest import IngestReport, add
from index.records import Article, LoadResult
from index.storage.corpus import Corpus


def article(article_id: str, text: str, title: str = "", published: date | None = None, **more: str) -> Article:
    """An article with the fields a test cares about."""
    return Article(article_id, text, title, published=published, **more)


def put(corpus: Corpus, *articles: Article) -> IngestReport:
    """Add articles as if each came from a file of its own."""
    return add(corpus, [LoadResult(article, f"{n}.txt", None, 0) for n, article in enumerate(articles)])

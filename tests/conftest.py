"""What all tests share: one embedding model, real index folders, and articles of our own."""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from index.embedding import Embedder
from index.ingest import Report, add
from index.records import Article
from index.sources.files import Loaded, find, load
from index.storage.corpus import Archive
from tests.support.model_server import ModelServer

SAMPLES = Path(__file__).parents[1] / "ui" / "cli" / "samples"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real model, loaded once."""
    return Embedder()


@pytest.fixture
def make_archive(tmp_path: Path, embedder: Embedder) -> Callable[..., Archive]:
    """Opens a real index folder that shares the loaded model."""

    def make(*articles: Article, folder: str = "index") -> Archive:
        archive = Archive(tmp_path / folder)
        archive.embedder = embedder
        if articles:
            assert not put(archive, *articles).failures
        return archive

    return make


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Archive:
    """An index of the sample articles."""
    archive = Archive(tmp_path_factory.mktemp("samples") / "index")
    archive.embedder = embedder
    report = add(archive, load(find([SAMPLES])))
    assert (report.added, report.failures) == (24, [])
    return archive


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A server that plays a chat model."""
    with ModelServer() as server:
        yield server


def put(archive: Archive, *articles: Article) -> Report:
    """Add articles as if each came from a file of its own."""
    return add(archive, [Loaded(article, f"{n}.txt", None, 0) for n, article in enumerate(articles)])


def article(article_id: str, text: str, title: str = "", published: date | None = None, **more: str) -> Article:
    """An article with the fields a test cares about."""
    return Article(article_id, text, title, published=published, **more)

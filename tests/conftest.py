"""What all tests share: one embedding model, real index folders, and articles of our own."""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index.embedding import Embedder
from index.ingest import add
from index.records import Article
from index.sources.files import find, load
from index.storage.corpus import Corpus
from tests.support.articles import put
from tests.support.model_server import ModelServer
from tests.support.paths import SAMPLES

# A test fails by what the code does, never by how busy the machine is: an example may take any time, and so may their
# making. The same commit tries the same examples; a longer search is one option away (--hypothesis-profile=default).
settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real model, loaded once."""
    return Embedder()


@pytest.fixture
def make_corpus(tmp_path: Path, embedder: Embedder) -> Callable[..., Corpus]:
    """Opens a real index folder that shares the loaded model."""

    def make(*articles: Article, folder: str = "index") -> Corpus:
        corpus = Corpus.open(tmp_path / folder, embedder)
        if articles:
            assert not put(corpus, *articles).failures
        return corpus

    return make


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Corpus:
    """An index of the sample articles."""
    corpus = Corpus.open(tmp_path_factory.mktemp("samples") / "index", embedder)
    report = add(corpus, load(find([SAMPLES])))
    assert (report.added, report.failures) == (24, [])
    return corpus


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A server that plays a chat model."""
    with ModelServer() as server:
        yield server

"""A real Chromium on a real server; every test also proves that the page asked nobody else and logged no error.

Without Chromium these tests are skipped; in CI they fail, so that nobody takes silence for success.
"""

import importlib.util
import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.embedding import Embedder
from index.ingest import add
from index.records import LoadResult
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.protocol import Engine
from tests.support.chromium import COUNT_HACKS, FLAGS, executable
from tests.support.newsroom import ARTICLES
from tests.support.paths import SAMPLES
from tests.support.reader import DESKTOP, Chat
from tests.support.serving import app_over, served
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Engine:
    """The real product over the sample articles and those of `newsroom.py`; any other engine would do as well."""
    corpus = Corpus.open(tmp_path_factory.mktemp("browser") / "index", embedder)
    ours = (LoadResult(article, f"{article.title}.txt", None, 0) for article in ARTICLES)
    report = add(corpus, chain(load(find([SAMPLES])), ours))
    assert report.failures == []
    return AnswerEngine(corpus)


@pytest.fixture(scope="session")
def address(engine: Engine) -> Iterator[str]:
    """Where the page is served."""
    with served(app_over(engine)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, as Debian packages it.

    Closed after each module: Playwright keeps an event loop running, in which other tests could not start theirs.
    """
    chromium = executable()
    if chromium is None or importlib.util.find_spec("playwright") is None:
        missing = "Chromium or Playwright is missing: `make browser` installs the one, `make setup` the other."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_chat(browser: "Browser") -> Iterator[Callable[..., Chat]]:
    """Open the page at an address in a fresh profile; at the end of the test, judge how it behaved."""
    chats: list[Chat] = []

    def open_at(address: str, query: str = "?__theme=light", size: dict[str, int] = DESKTOP) -> Chat:
        page = browser.new_context(viewport=size).new_page()  # type: ignore[arg-type]
        chat = Chat(page, address)
        chats.append(chat)
        page.add_init_script(COUNT_HACKS)
        page.on("request", lambda request: chat.requests.append(request.url))
        page.on("console", lambda said: chat.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: chat.errors.append(str(error)))
        chat.open(query)
        return chat

    yield open_at
    for chat in chats:
        if not chat.page.is_closed():
            chat.finish()


@pytest.fixture
def chat(open_chat: Callable[..., Chat], address: str) -> Chat:
    """The page in a desktop window."""
    return open_chat(address)

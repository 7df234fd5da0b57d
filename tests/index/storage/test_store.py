"""What goes into the store comes out of it; keyword search finds words; damage is one clear sentence."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import CorpusError
from index.records import Article, Passage, Query, Scope, Sentence
from index.storage.store import FILE_NAME, IndexedArticle, Store
from index.text.keywords import match_expression, query_terms, stem
from tests.support.articles import article

STORABLE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def prepared(stored: Article, passage_id: int = 1, end: int | None = None) -> IndexedArticle:
    """The article as one sentence and one passage, with a vector that is easy to recognise."""
    end = len(stored.text) if end is None else end
    vectors = np.full((1, 4), passage_id / 8, dtype=np.float32)
    return IndexedArticle(
        stored, [Sentence(stored.id, 0, end, 0)], [], [Passage(stored.id, 0, end, passage_id)], vectors
    )


def found(store: Store, text: str, **filters: object) -> list[int]:
    return [i for i, _ in store.passages.keyword_search(Query(text, **filters), 10)]  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / FILE_NAME)


@settings(max_examples=50)
@given(text=STORABLE, title=STORABLE, day=st.none() | st.dates())
def test_every_article_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str, day: date | None
) -> None:
    store = Store.open(tmp_path_factory.mktemp("store") / FILE_NAME)
    original = Article("a", text, title, "https://x.example", "Pub", "Ada", day, "en", "desk")
    store.replace(prepared(original))
    assert store.article("a") == original
    assert store.sentences("a") == (Sentence("a", 0, len(text), 0),)
    assert store.passages.by_id([1]) == {1: (Passage("a", 0, len(text), 1), day)}
    ids, vectors = store.passages.vectors([1], 4)
    assert (ids, vectors.tolist()) == ([1], [[0.125] * 4])


def test_replacing_and_removing_leave_nothing_of_the_old_words(store: Store) -> None:
    store.replace(prepared(article("a", "The ferry sank.", "Harbour")))
    store.replace(prepared(article("a", "The tram stopped.", "Depot"), passage_id=2))
    assert (found(store, "ferry"), found(store, "harbour"), found(store, "tram")) == ([], [], [2])
    assert store.counts() == (1, 1)
    assert store.remove("a") is True
    assert (found(store, "tram"), store.counts(), store.passages.ids()) == ([], (0, 0), [])
    assert store.remove("a") is False


def test_keyword_search_reads_stems_titles_publishers_and_dates(store: Store) -> None:
    store.replace(
        prepared(article("a", "Friends mediated.", "Ferry talks", date(2025, 3, 14), publisher="Norvik Courier"))
    )
    for words in ("mediator", "FERRIES", "norvik", "March 14", "2025-03-14"):
        assert found(store, words) == [1], words
    assert found(store, "tram") == []


def test_keyword_search_finds_words_of_scripts_without_spaces(store: Store) -> None:
    store.replace(prepared(article("a", "外长说谈判没有进展。")))
    assert found(store, "谈判") == [1]
    assert found(store, "判谈") == []


def test_filters_keep_undated_articles(store: Store) -> None:
    for n, (day, collection) in enumerate([(date(2025, 1, 1), "x"), (date(2025, 6, 1), "y"), (None, "y")], 1):
        store.replace(prepared(article(f"a{n}", "ferry", published=day, collection=collection), n))
    assert set(found(store, "ferry")) == {1, 2, 3}
    assert set(found(store, "ferry", since=date(2025, 2, 1))) == {2, 3}
    assert set(found(store, "ferry", until=date(2025, 2, 1))) == {1, 3}
    y = Scope(collections=("y",))
    assert set(found(store, "ferry", scope=y)) == {2, 3}
    assert set(found(store, "ferry", scope=Scope(since=date(2025, 2, 1)))) == {2, 3}
    assert set(found(store, "ferry", since=date(2025, 2, 1), scope=Scope(until=date(2025, 2, 1)))) == {3}
    assert sorted(store.passages.ids(Query("", since=date(2025, 6, 1), until=date(2025, 6, 1), scope=y))) == [
        2,
        3,
    ]


def test_words_are_counted_by_article(store: Store) -> None:
    store.replace(prepared(article("a", "The ferry."), 1))
    store.replace(prepared(article("b", "Ferries, ferries."), 2))
    assert store.passages.document_frequencies("ferry") == {"a": 1, "b": 1}
    assert store.passages.document_frequencies("?") == {}
    assert store.passages.stems_with_prefix("f", lambda stem: stem.startswith("ferr")) == ["ferri"]
    assert store.passages.stems_with_prefix("zz", bool) == []


@pytest.mark.parametrize("text", ['"', "NEAR(a b)", "a* OR", "title:x", "'; DROP TABLE articles; --", "^", "(", "\0a"])
def test_a_question_is_never_read_as_syntax(store: Store, text: str) -> None:
    store.replace(prepared(article("a", "The ferry sank.")))
    found(store, text)
    assert store.counts() == (1, 1)


def test_stop_words_are_asked_for_only_when_nothing_else_is() -> None:
    assert query_terms("What did Lavrov’s deputy say about it?") == ["lavrov", "deputy"]
    assert query_terms("Who are you?") == ["who", "are", "you"]
    assert match_expression("") == ""
    assert stem("Lavrov's") == stem("lavrov")


def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(CorpusError, match=r"onrecord\.sqlite3 is damaged .*put back a backup of it"):
        Store.open(path)


def test_damage_inside_the_file_is_found_by_the_check(store: Store, tmp_path: Path) -> None:
    for n in range(50):
        store.replace(prepared(article(f"a{n}", f"ferry {n} " * 200), n + 1))
    store.database.read("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / FILE_NAME
    content = bytearray(path.read_bytes())
    content[20 * 4096 : 60 * 4096] = b"\x5a" * (40 * 4096)
    copy = tmp_path / "copy" / FILE_NAME
    copy.parent.mkdir()
    copy.write_bytes(content)
    with pytest.raises(CorpusError, match="is damaged"):
        Store.open(copy).database.check()


def test_a_backup_is_the_whole_store(store: Store, tmp_path: Path) -> None:
    store.replace(prepared(article("a", "The ferry sank.")))
    store.database.backup(tmp_path / "copy.sqlite3")
    copy = Store.open(tmp_path / "copy.sqlite3")
    assert copy.article("a") == store.article("a")
    assert found(copy, "ferry") == [1]


def test_generation_grows_with_every_change_from_any_connection(store: Store, tmp_path: Path) -> None:
    before = store.generation()
    Store.open(tmp_path / FILE_NAME).replace(prepared(article("a", "x")))
    assert store.generation() == before + 1

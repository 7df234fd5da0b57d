"""An index seen by whoever may read a part of it is, in everything that it tells, an index of that part alone."""

import sqlite3
from collections.abc import Callable
from datetime import date

import pytest

from index.errors import CorpusError
from index.records import Query, Scope
from index.storage.corpus import Corpus
from index.storage.restricted_database import restricted_database
from index.storage.restricted_store import restricted_corpus
from tests.support.articles import article

MakeCorpus = Callable[..., Corpus]

HARBOUR = article(
    "harbour",
    "The ferry “Solvei” returned on Monday. “The new engine burns a third less fuel,” said Marta Lindqvist.\n\nL’eau"
    " est froide, a sailor said. 東京の港は静かだ。",
    "Ferry returns",
    date(2024, 3, 10),
    collection="press",
    publisher="The Tidewater Post",
)
BRIDGE = article(
    "bridge",
    "“The steel came late,” said Agnes Thorne, the engineer. The ferry will run until the bridge opens.",
    "Bridge is late",
    date(2024, 4, 2),
    collection="wire",
)
SECRET = article(
    "secret",
    "“The merger with Quillon is signed,” said Marta Lindqvist. Quillon will buy the ferry, Odd Viken said. L’eau"
    " monte.",
    "Ferry line sold to Quillon",
    date(2024, 5, 1),
    collection="board",
)
QUERIES = ["ferry", "the new ferry engine", "l’eau", "東京", "Quillon", "steel late bridge ferry", "merger", "", "2024"]


@pytest.fixture
def whole(make_corpus: MakeCorpus) -> Corpus:
    return make_corpus(HARBOUR, BRIDGE, SECRET)


def limited(corpus: Corpus, *collections: str) -> Corpus:
    return restricted_corpus(corpus, frozenset(collections))


def rounded(found: list[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(passage, round(score, 9)) for passage, score in found]


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("scope", [Scope(), Scope(collections=("wire",)), Scope(since=date(2024, 4, 1))])
def test_whoever_may_read_everything_finds_what_sqlite_itself_finds(whole: Corpus, text: str, scope: Scope) -> None:
    query = Query(text, scope=scope)
    everything = limited(whole, "press", "wire", "board").store
    assert rounded(everything.passages.keyword_search(query, 50)) == rounded(
        whole.store.passages.keyword_search(query, 50)
    )


@pytest.mark.parametrize("text", QUERIES)
def test_scores_do_not_tell_how_often_a_word_stands_in_what_may_not_be_read(
    make_corpus: MakeCorpus, whole: Corpus, text: str
) -> None:
    alone = make_corpus(HARBOUR, BRIDGE, folder="alone")
    seen = limited(whole, "press", "wire").store.passages.keyword_search(Query(text), 50)
    assert rounded(seen) == rounded(alone.store.passages.keyword_search(Query(text), 50))
    assert limited(whole, "press").store.passages.keyword_search(Query("Quillon"), 50) == []


def test_every_table_shows_the_readable_rows_alone(make_corpus: MakeCorpus, whole: Corpus) -> None:
    alone, seen = make_corpus(HARBOUR, folder="alone").store, limited(whole, "press").store
    assert (seen.counts(), seen.latest_publication_date()) == (alone.counts(), date(2024, 3, 10))
    assert list(seen.articles()) == [HARBOUR]
    assert (seen.article("secret"), seen.sentences("secret"), seen.statements.of_article("secret")) == (None, (), ())
    assert seen.article_ids(Query("")) == {"harbour"}
    assert sorted(seen.passages.ids()) == sorted(alone.passages.ids())
    assert seen.passages.by_id(whole.store.passages.ids()) == alone.passages.by_id(alone.passages.ids())
    assert [(name, n) for name, _, n in seen.statements.speaker_counts()] == [
        (name, n) for name, _, n in alone.statements.speaker_counts()
    ]
    assert seen.statements.texts(["Marta Lindqvist"]) == alone.statements.texts(["Marta Lindqvist"])
    assert (
        seen.statements.by_speakers(["Odd Viken", "Marta Lindqvist"], Query(""))
        == list(alone.statements.of_article("harbour"))[:1]
    )
    assert seen.passages.document_frequencies("ferry") == {"harbour": 1}
    assert seen.passages.stems_with_prefix("q", lambda _: True) == []
    assert whole.store.passages.stems_with_prefix("q", lambda _: True) == ["quillon"]


def test_who_may_read_nothing_sees_an_empty_index(whole: Corpus) -> None:
    nobody = limited(whole)
    assert (nobody.store.counts(), list(nobody.people()), nobody.store.latest_publication_date()) == ((0, 0), [], None)
    assert nobody.store.passages.keyword_search(Query("ferry"), 50) == []


def test_limits_of_one_thread_do_not_mix(whole: Corpus) -> None:
    press, board = limited(whole, "press").store, limited(whole, "board").store
    for _ in range(3):
        assert [a.id for a in press.articles()] == ["harbour"]
        assert [a.id for a in board.articles()] == ["secret"]
        assert whole.store.counts()[0] == 3


def test_what_is_added_and_removed_is_seen_at_once(make_corpus: MakeCorpus, whole: Corpus) -> None:
    press = limited(whole, "press")
    assert [person.name for person in press.people()] == ["Marta Lindqvist"]
    whole.store.remove("harbour")
    assert (press.store.counts(), list(press.people())) == ((0, 0), [])
    assert press.store.passages.keyword_search(Query("ferry"), 50) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM main.articles",
        "SELECT id FROM main.passages",
        "SELECT text FROM main . articles",
        "SELECT speaker FROM main.statements",
        "SELECT start FROM main.sentences",
        "SELECT count(*) FROM main.articles",
        "SELECT count(*) FROM main.passages",
        "SELECT 1 FROM articles WHERE EXISTS (SELECT 1 FROM main.articles WHERE collection = 'board')",
        "WITH x AS (SELECT * FROM main.articles) SELECT * FROM x",
        "SELECT question FROM feedback",
        "DELETE FROM main.articles",
        "UPDATE main.articles SET collection = 'press'",
        "INSERT INTO main.meta VALUES ('a', 'b')",
        "INSERT INTO keywords (keywords) VALUES ('optimize')",
        "DROP VIEW articles",
        "ATTACH ':memory:' AS other",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = ''",
        "CREATE TABLE main.more (a)",
    ],
)
def test_no_statement_reaches_past_the_views(whole: Corpus, sql: str) -> None:
    with whole.store.database.transaction() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS feedback (question TEXT)")
    database = restricted_database(whole.store.database, frozenset({"press"}))
    with pytest.raises(CorpusError):
        database.read(sql)
    assert whole.store.counts()[0] == 3
    assert database.read("SELECT id FROM articles") == [("harbour",)]


def test_the_limited_connection_is_sqlites_own_and_shared_by_all_limits(whole: Corpus) -> None:
    first, second = (restricted_database(whole.store.database, frozenset({name})) for name in ("press", "board"))
    first.read("SELECT 1")
    connection = whole.store.database.connections.local.restricted[0]
    second.read("SELECT 1")
    assert whole.store.database.connections.local.restricted[0] is connection
    assert isinstance(connection, sqlite3.Connection)

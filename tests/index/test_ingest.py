"""Adding: unchanged articles are passed over, changed ones replaced, and a killed process loses nothing committed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedder
from index.errors import CorpusError
from index.ingest import embed_passages
from index.records import Query
from index.search.search import search
from index.storage.corpus import Corpus
from index.storage.vectors import FILE_NAME as VECTORS_FILE
from tests.support.articles import article, put
from tests.support.paths import ROOT

MakeCorpus = Callable[..., Corpus]

FERRY = article("ferry", "The ferry sank off Norvik. Divers found the bell.", "Ferry lost")
TRAM = article("tram", "The tram stopped in the tunnel. Nobody was hurt.", "Tram halted")


def sound(corpus: Corpus) -> None:
    """No passage without a vector, no vector without a passage, every vector the one of its words."""
    live = corpus.store.passages.ids()
    vectors = corpus.vectors()
    assert vectors.ids == set(live)
    for passage, _ in corpus.store.passages.by_id(live).values():
        stored = corpus.store.article(passage.article_id)
        assert stored is not None
        again = embed_passages(corpus.embedder, [(stored, [passage])])[0][0]
        # A vector differs in the last bits with the company it is computed in.
        assert float(again @ vectors.vectors([passage.id])[0]) > 0.999
    corpus.store.database.check()


def test_adding_twice_changes_nothing(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    assert str(put(corpus, FERRY, TRAM)) == "2 added, 0 updated, 0 unchanged, 0 skipped, 0 failed"
    generation = corpus.store.generation()
    assert str(put(corpus, FERRY, TRAM)) == "0 added, 0 updated, 2 unchanged, 0 skipped, 0 failed"
    assert corpus.store.generation() == generation
    sound(corpus)


def test_a_changed_article_replaces_the_old_one(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus(FERRY, TRAM)
    changed = article("ferry", "The ferry was raised. The bell rang.", "Ferry raised")
    assert put(corpus, changed).updated == 1
    assert corpus.store.article("ferry") == changed
    assert corpus.store.counts()[0] == 2
    assert all("sank" not in hit.text for hit in search(corpus, Query("ferry sank bell")))
    sound(corpus)


def test_one_id_with_two_texts_keeps_the_first_and_names_both_places(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    report = put(corpus, FERRY, article("ferry", "Something else entirely."), FERRY)
    assert (report.added, report.unchanged) == (1, 1)
    [failure] = report.failures
    assert str(failure) == (
        "1.txt: the id 'ferry' was already used by a different article (0.txt), which was kept: give this one an id of "
        "its own."
    )
    assert (failure.fault.kind, failure.fault.values) == ("id.used", {"id": "ferry", "where": "0.txt"})


@pytest.mark.parametrize("damage", ["missing", "cut short", "one bit", "another's"])
def test_a_bad_vector_file_is_rebuilt_from_the_store(make_corpus: MakeCorpus, damage: str) -> None:
    corpus = make_corpus(FERRY, TRAM)
    path = corpus.folder / VECTORS_FILE
    whole = path.read_bytes()
    match damage:
        case "missing":
            path.unlink()
        case "cut short":
            path.write_bytes(whole[: len(whole) // 2])
        case "one bit":
            path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
        case _:
            other = make_corpus(article("x", "Quite another article."), folder="other")
            path.write_bytes((other.folder / VECTORS_FILE).read_bytes())
    reopened = Corpus.open(corpus.folder, corpus.embedder)
    sound(reopened)
    assert search(reopened, Query("Where did the ferry sink?"))[0].article == FERRY


def test_another_model_is_refused_with_what_to_do(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus(FERRY)
    with pytest.raises(CorpusError, match=r"made with the embedding model all-MiniLM-L6-v2, not other-model: open it"):
        Corpus.open(corpus.folder, Embedder("other-model"))


def test_another_format_is_refused_with_what_to_do(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus(FERRY)
    corpus.store.set_meta({"format": "99"})
    with pytest.raises(CorpusError, match=r"has format 99, this version reads format 2: add the articles again"):
        Corpus.open(corpus.folder)


_ADD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from index import ingest as adding
from index.storage.corpus import Corpus
from index.records import Article
from index.records import LoadResult

folder, moment, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
adding._PASSAGES_AT_ONCE = 3
corpus = Corpus.open(folder)
stored = 0

def done(loaded):
    global stored
    stored += 1
    print(loaded.item.id, flush=True)
    if moment == "between" and stored == count:
        die()

if moment == "inside":
    # The connection dies in the middle of the transaction of article `count`.
    insert, seen = adding.IndexedArticle, []
    def prepared(*fields):
        seen.append(fields)
        if len(seen) == count:
            die_inside(corpus.store)
        return insert(*fields)
    def die_inside(store):
        import index.storage.store as module
        module._keyword_columns = lambda *_: die()
    adding.IndexedArticle = prepared
if moment == "snapshot":
    import faiss
    corpus.synced_vectors.save = lambda: ((folder / "vectors.faiss.1.tmp").write_bytes(b"half"), die())
articles = [Article(f"a{n}", f"Ferry number {n} sank. Its bell was found in bay {n}.", f"Ferry {n}") for n in range(9)]
adding.add(corpus, [LoadResult(article, "x", None, 0) for article in articles], done)
"""


@pytest.mark.parametrize(
    ("moment", "count"), [("between", 1), ("between", 4), ("inside", 3), ("inside", 7), ("snapshot", 0)]
)
def test_a_killed_process_loses_nothing_committed(
    make_corpus: MakeCorpus, tmp_path: Path, moment: str, count: int
) -> None:
    folder = tmp_path / "killed"
    command = [sys.executable, "-c", _ADD_AND_DIE, str(folder), moment, str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    committed = ran.stdout.split()
    assert len(committed) == {"between": count, "inside": count - 1, "snapshot": 9}[moment]
    corpus = make_corpus(folder="killed")
    assert {a.id for a in corpus.store.articles()} == set(committed)
    sound(corpus)
    rest = [article(f"a{n}", f"Ferry number {n} sank. Its bell was found in bay {n}.", f"Ferry {n}") for n in range(9)]
    report = put(corpus, *rest)
    assert (report.added, report.unchanged) == (9 - len(committed), len(committed))
    sound(corpus)


def test_one_process_asks_while_another_adds(make_corpus: MakeCorpus) -> None:
    """The reader always sees whole articles, and in the end all of them."""
    corpus = make_corpus(FERRY)
    command = [sys.executable, "-c", _ADD_AND_DIE, str(corpus.folder), "never", "0"]
    writer = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
    while writer.poll() is None:
        hits = search(corpus, Query("Which ferry sank?"))
        assert hits
        assert all(
            hit.text == corpus.store.article(hit.article.id).text[hit.passage.start : hit.passage.end] for hit in hits
        )  # type: ignore[union-attr]
    assert writer.returncode == 0
    assert len({hit.article.id for hit in search(corpus, Query("Which ferry sank?"))}) == 10
    sound(corpus)


def test_search_gives_the_vectors_that_brute_force_gives(samples: Corpus) -> None:
    """Dense scores of hits are the cosines over all stored vectors, none of the nearest left out."""
    question = "How much will the terminal cost?"
    asked = samples.embedder.embed_queries([question])[0]
    ids, vectors = samples.store.passages.vectors(samples.store.passages.ids(), samples.synced_vectors.dimension)
    cosines = dict(zip(ids, (vectors @ asked).tolist(), strict=True))
    hits = search(samples, Query(question), k=1000)
    assert {hit.passage.id for hit in hits} == set(ids)
    for hit in hits:
        assert hit.dense == pytest.approx(cosines[hit.passage.id], abs=1e-5)
    assert np.all(np.diff([hit.score for hit in hits]) <= 0)

"""Who has not spoken: sentences that tell who declined to comment, did not reply or could not be reached; no model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.people.names import name_tokens, phonetic_keys
from index.records import Hit, Query
from index.search.hybrid import hybrid_search, idf_weights, weighted_overlap
from index.search.statements import resolve_people
from index.storage.corpus import Corpus
from index.text.keywords import query_terms
from index.text.words import load_words
from qa.answer import Answer, Note
from qa.extraction.compose import Excerpt, compose, deduplicate
from qa.extraction.excerpts import Surroundings
from qa.extraction.selection import newest_first

_WORDS = load_words(Path(__file__).parent)
_SILENT = re.compile(rf"\b(?:{_WORDS.either('silence', 'told')})\b", re.IGNORECASE)
_SEARCHED = " ".join(_WORDS.words("silence", "searched"))
_PASSAGES_READ = 60
_MAX_SENTENCES = 6
_MIN_SHARE, _MIN_SHARE_OF_PERSON = 0.5, 0.8
"""Share of the topic that the article names; more where one person is asked after, whose silence may be about else."""


def silence(corpus: Corpus, query: Query) -> Answer | None:
    """Return who is told not to have spoken on the query's topic, or that its speaker has not; None for nobody."""
    found = deduplicate(_told(corpus, query))[:_MAX_SENTENCES]
    is_instead = query.speaker and query.intent != "silence"
    note = Note("no_own_words", person=query.speaker, topic=query.topic) if is_instead else None
    return compose(query, newest_first(found), note) if found else None


def _told(corpus: Corpus, query: Query) -> Iterator[Excerpt]:
    about = f"{query.speaker or ''} {query.topic}".strip()
    wanted = replace(query, text=f"{about} {_SEARCHED}", speaker=None, intent="fact")
    weights = idf_weights(corpus, query_terms(query.topic))
    names = _names(corpus, query.speaker)
    least = _MIN_SHARE_OF_PERSON if names else _MIN_SHARE
    for hit in hybrid_search(corpus, wanted, _PASSAGES_READ):
        whole = f"{hit.article.title} {hit.article.text}"
        if not weights or weighted_overlap(whole, weights) >= least:
            yield from _silent_in(corpus, hit, names)


def _silent_in(corpus: Corpus, hit: Hit, names: Sequence[set[str]]) -> Iterator[Excerpt]:
    """Yield the sentences of a passage that tell of silence: of anybody's, or of somebody of these names."""
    sentences = corpus.store.sentences(hit.article.id)
    around = Surroundings(hit.article, sentences, frozenset())
    pieces = (Excerpt(hit.article, s.start, s.end) for s in filter(hit.passage.contains, sentences))
    for piece in (around.widen(piece) or piece for piece in pieces if _SILENT.search(piece.text)):
        said = phonetic_keys(piece.text.split())
        if not names or any(name <= said for name in names):
            yield piece


def _names(corpus: Corpus, speaker: str | None) -> list[set[str]]:
    """Return the phonetic keys of the surnames of whoever is meant."""
    known = [name for person in resolve_people(corpus, speaker or "") for name in person.names]
    return [phonetic_keys(name_tokens(name)[-1:]) for name in known or filter(None, [speaker])]

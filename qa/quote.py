"""Statements into an answer: what the person asked for says on the topic, in that person's words; no model.

Words about a person are never shown as words by that person: when nothing is known to be said by them, sentences that
name both person and topic are cited without a speaker, or the answer is a refusal that says what there is.
"""

from collections.abc import Sequence

from index.archive import Archive
from index.article import Hit, Query
from index.keywords import stems
from index.names import name_words
from index.said import Said, said
from qa.answer import Answer
from qa.compose import Piece, compose, folded, none_mentions, refusal

# What a reader takes in at a glance; more is one follow-up away.
_MOST_CHARACTERS = 1200
_MOST_PIECES = 8
_BESIDE_TOPIC = 0.47
_MENTIONS = 3


def quote(archive: Archive, query: Query, hits: Sequence[Hit]) -> Answer:
    """The answer to "what did X say about Y", newest first, or a refusal with its reason."""
    runs = said(archive, query)
    chosen = [run for run in runs if run.on_topic] or [run for run in runs if run.near >= _BESIDE_TOPIC]
    pieces = [Piece(run.article, run.start, run.end, run.speaker) for run in _shortened(chosen)]
    if not pieces:
        pieces = _mentions(archive, query, hits)[:_MENTIONS]
    if not pieces:
        return refusal(query, hits, _reason(archive, query, runs))
    return compose(query, _newest_first(folded(pieces)))


def _shortened(runs: Sequence[Said]) -> list[Said]:
    """The best runs, as many as can be read at a glance; at least one."""
    kept: list[Said] = []
    length = 0
    for run in runs:
        length += run.end - run.start
        if kept and (length > _MOST_CHARACTERS or len(kept) == _MOST_PIECES):
            break
        kept.append(run)
    return kept


def _newest_first(groups: list[list[Piece]]) -> list[list[Piece]]:
    """By date of publication, undated last, and within an article in its order."""

    def place(group: list[Piece]) -> tuple[bool, int, str, int]:
        day = group[0].article.published
        return day is None, -day.toordinal() if day else 0, group[0].article.id, group[0].start

    return sorted(groups, key=place)


def _mentions(archive: Archive, query: Query, hits: Sequence[Hit]) -> list[Piece]:
    """Sentences of the hits that name both the person and the topic, whoever says them."""
    person = set(name_words(query.speaker or "")[-1:])
    topic = stems(query.topic.split()[-1]) if query.topic else set()
    found = []
    for hit in hits:
        for s in archive.store.sentences(hit.article.id):
            if hit.passage.start <= s.start and s.end <= hit.passage.end:
                text = hit.article.text[s.start : s.end]
                if topic <= stems(text) and person <= {word for name in text.split() for word in name_words(name)}:
                    found.append(Piece(hit.article, s.start, s.end))
    return found if topic else []


def _reason(archive: Archive, query: Query, runs: Sequence[Said]) -> str:
    articles, _ = archive.store.counts()
    person = query.speaker or ""
    if not articles:
        return "Nothing is indexed yet: add articles with `onrecord add PATH`."
    if not archive.people().named(person):
        named = _naming(archive, person)
        if not named:
            return none_mentions(articles, person)
        return f"{person} is mentioned in {_counted(named)}, but none quotes or paraphrases them."
    if not runs:
        return f"{person} is quoted, but not on {query.topic}, and no article that quotes them mentions it."
    quoting = _counted(len({run.article.id for run in runs}))
    return f"{person} is quoted in {quoting} on other things, but not on {query.topic}."


def _naming(archive: Archive, person: str) -> int:
    words = name_words(person)
    return len(set.intersection(*(set(archive.store.articles_with(word)) for word in words))) if words else 0


def _counted(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles} articles"

"""A sentence, or what it reports, as a tree, and the frame that it stands in: what is laid beside what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from index.records import Statement
from index.text.chunking import split_sentences
from qa.premise import Premise
from qa.verification.alignment.frames import Frame, Report, of_statement, reports_in, turns
from qa.verification.alignment.parse import Token, Tree, parse, plain
from qa.verification.rules.speakers import attributed

_REACH = 900
"""Characters before a premise that are read for them."""
_BACK = 4
"""Sentences before one in which what "it" means may stand."""


@dataclass(frozen=True)
class Reading:
    """A parsed text and the frame that it stands in."""

    text: str
    """As it is parsed."""
    frame: Frame | None
    """None for a whole sentence."""
    speakers: tuple[str, ...]
    """Those who speak in it: who "he" may be."""
    mentions: tuple[tuple[str, str], ...] = ()
    """How they are written in it, and who that is."""
    before: tuple[str, ...] = ()
    """The sentences before it, as they are parsed."""
    premise: Premise | None = None
    verb: Token | None = None
    """The verb of the frame, where it is part of the text."""
    tops: tuple[Token, ...] = ()
    """The heads of the clauses that the frame reports, where they are part of the text."""

    @cached_property
    def tree(self) -> Tree:
        """The text as a tree."""
        return parse([self.text])[0]


def of_sentence(sentence: str, before: str) -> Reading:
    """Return a written sentence as it stands."""
    shift = len(before) + 1 if before else 0
    text = f"{before} {sentence}" if before else sentence
    said = [s for s in attributed(text) if s.start >= shift]
    return Reading(plain(sentence), None, *_who(said), (plain(before),) if before else ())


def _who(said: Sequence[Statement]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return those who speak, and how each is written."""
    return tuple(dict.fromkeys(s.speaker for s in said)), tuple((s.mention.casefold(), s.speaker) for s in said)


def reports(reading: Reading) -> list[Report]:
    """Return what a sentence reports."""
    doers = [w.text for tree in parse(reading.before[-1:]) for w in tree.words if w.is_name and w.relation == "nsubj"]
    named = dict.fromkeys(("he", "she"), doers[0]) if len(set(doers)) == 1 else {}
    return list(reports_in(reading.tree, named | dict(reading.mentions)))


@lru_cache(maxsize=512)
def sources(premise: Premise) -> tuple[Reading, ...]:
    """Return the readings of what is cited: each sentence, and each report in it."""
    cited = list(_of_premise(premise))
    parse([text for reading in cited for text in (reading.text, *reading.before)])
    return tuple(reading for one in cited for reading in _with_reports(one))


def _of_premise(premise: Premise) -> Iterator[Reading]:
    """Yield each sentence of what is cited, as it stands and as the reports in it."""
    earlier = _sentences_before(premise)
    texts = list(map(plain, premise.sentences))
    premise = replace(premise, statements=tuple(s for s in premise.statements if s.speaker))
    for n, span in enumerate(premise.spans):
        within = [s for s in premise.statements if s.overlaps(span)]
        before = (*earlier, *texts[:n])[-_BACK:]
        yield from (Reading(part, None, *_who(within), before, premise) for part in texts[n].split("; "))
        yield from _as_attributed(premise, n, within, before)


def _sentences_before(premise: Premise) -> tuple[str, ...]:
    """Return the sentences of the article that stand before a premise, as they are parsed."""
    text = premise.article.text[max(0, premise.start - _REACH) : premise.start]
    return tuple(plain(s.text_in(replace(premise.article, text=text))) for s in split_sentences("", text))[-_BACK:]


def _as_attributed(premise: Premise, n: int, within: Sequence[Statement], before: tuple[str, ...]) -> Iterator[Reading]:
    """Yield what each speaker says in a sentence, as attribution found it; pieces that a "he said" parts are one."""
    text, shift = premise.sentences[n], premise.spans[n].start
    outermost = [s for s in within if not any(_holds(other, s) for other in within)]
    for speaker, cue in dict.fromkeys((s.speaker, s.cue) for s in outermost):
        own = [s for s in outermost if (s.speaker, s.cue) == (speaker, cue)]
        pieces = [text[max(0, s.start - shift) : s.end - shift].strip() for s in own]
        rest = text
        for piece in pieces:
            rest = rest.replace(piece, " ")
        if not turns(rest):
            frame = of_statement(own[0], rest, premise.sentences[n - 1] if n else "")
            yield Reading(plain(" ".join(pieces)), frame, (speaker,), (), before, premise)


def _holds(one: Statement, other: Statement) -> bool:
    return one is not other and one.contains(other) and one.end - one.start > other.end - other.start


def _with_reports(reading: Reading) -> Iterator[Reading]:
    """Yield a reading, and again for each report that its tree shows."""
    yield reading
    if reading.frame is None:
        for one in reports(reading):
            yield replace(reading, frame=one.frame, verb=one.verb, tops=one.contents)

"""Words that one passes on and another spoke: "quoted NAME as saying", "recalled NAME shouting", "was told by NAME"."""

from index.attribution.content import Range, ReportingClause, clause_start, quotation_before
from index.attribution.cues import Cue
from index.attribution.grammar import Grammar, Source, noun_phrase_after, noun_phrase_before
from index.attribution.lines import QUOTE
from index.attribution.subjects import find_subject

_MARKS = (",", QUOTE, ":")
_TO_AGENT = 4  # items between a passive and its "by"
_TO_PARTICIPLE = 9  # items between "quoted" and "saying"


def read_relayed(grammar: Grammar, cue: Cue) -> ReportingClause | None:
    """Read: NAME was quoted by BODY as saying QUOTE; QUOTE, BODY quoted NAME as saying; NAME recalled NAME shouting."""
    saying = _participle_after(grammar, cue) if cue.lemma in grammar.language["relaying"] else 0
    teller = find_subject(grammar, cue.left, None) if saying else None
    source = teller if cue.voice == "passive" else _passed_on(grammar, cue, saying)
    if teller is None or source is None:
        return None
    quoted = quotation_before(grammar, teller.first - 1, saying + 1)
    left, right = ((0, quoted) if quoted else None), _after(grammar, saying + 1)
    lemma = grammar.language.verbs[grammar.line.kinds[saying]].lemma
    return ReportingClause("adjacent", (saying, saying + 1), source, left, right, lemma=lemma, voice="participle")


def _participle_after(grammar: Grammar, cue: Cue) -> int:
    """Return the item of the verb of speech in -ing that the cue leads to, or 0."""
    reach = range(cue.last, min(cue.last + _TO_PARTICIPLE, len(grammar.line)))
    at = next((at for at in reach if grammar.kind_at(at) in _MARKS or _is_saying(grammar, at)), 0)
    is_led_to = grammar.is_listed(at - 1, "as") or (
        cue.voice == "active" and cue.lemma in grammar.language["recalling"]
    )
    return at if is_led_to and _is_saying(grammar, at) else 0


def _is_saying(grammar: Grammar, at: int) -> bool:
    """Whether the item is a verb of speech in -ing."""
    verb = grammar.language.verbs.get(grammar.kind_at(at))
    return verb is not None and "ing" in verb.forms and verb.lemma in grammar.language["utterances"]


def _passed_on(grammar: Grammar, cue: Cue, saying: int) -> Source | None:
    """Return whose words are passed on: all that stands between "quoted" and "as saying"."""
    last = saying - 1 - grammar.is_listed(saying - 1, "as")
    phrase = noun_phrase_before(grammar, last)
    return phrase if phrase and phrase.first >= cue.last else None


def _after(grammar: Grammar, first: int) -> Range | None:
    """Return what follows "saying", unless it only tells who passes it on."""
    return None if grammar.is_listed(first, "by") else (first, len(grammar.line))


def read_passive(grammar: Grammar, cue: Cue) -> ReportingClause | None:
    """Read: was criticised by NAME; QUOTE, NAME was told by NAME."""
    by = next((at for at in range(cue.last, cue.last + _TO_AGENT) if grammar.is_listed(at, "by")), 0)
    source = noun_phrase_after(grammar, by + 1) if by else None
    if source is None or not grammar.is_somebody(source.head):
        return None
    left: Range = (clause_start(grammar, cue.first), cue.left + 1)
    if cue.lemma in grammar.language["heard"] and QUOTE in grammar.line.kinds[slice(*left)]:
        left = (left[0], grammar.line.kinds.index(QUOTE, *left) + 1)  # who is told says nothing
    right = (source.last, _main_clause(grammar, cue, source.last))
    is_asked = cue.lemma in grammar.language["pressing"] and cue.left < 0
    return ReportingClause(
        "passive", (cue.first, by + 1), source, left, right, lemma=cue.lemma, voice="passive", is_void=is_asked
    )


def _main_clause(grammar: Grammar, cue: Cue, first: int) -> int:
    """Return where the clause begins that a passive at the head of the line leads to: "Asked by NAME, NAME said"."""
    if cue.left >= 0:
        return len(grammar.line)
    commas = (at for at in range(first, len(grammar.line)) if grammar.kind_at(at) == ",")
    return next((at for at in commas if _begins_clause(grammar, at + 1)), len(grammar.line))


def _begins_clause(grammar: Grammar, at: int) -> bool:
    subject = noun_phrase_after(grammar, at)
    return subject is not None and (grammar.is_finite(subject.last) or grammar.kind_at(subject.last) == ",")

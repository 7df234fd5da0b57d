"""Reports: a cue, its source, and the stretch of the line that is reported.

Each way of reporting is one rule; where the reported words begin and end is worked out in `contents`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index.attribution.boundaries import limited
from index.attribution.content import (
    Range,
    ReportingClause,
    after_comma,
    clause_start,
    cut_before,
    left_content,
    right_start,
)
from index.attribution.cues import Cue, find_cue
from index.attribution.descriptions import is_speaker_noun
from index.attribution.grammar import Grammar, Source, noun_phrase_after
from index.attribution.labels import is_led_to, read_label, read_signature
from index.attribution.lines import NAME, QUOTE
from index.attribution.relayed import read_passive, read_relayed
from index.attribution.speech import only_speech
from index.attribution.subjects import find_controller, find_subject

_MAX_DESCRIPTION = 14  # items of "NAME, an engineer," before the clause
_TO_OWNER = 5  # items between "NAME's" and "claim"

WordRule = Callable[[Grammar, int], ReportingClause | None]


def find_reports(grammar: Grammar) -> list[ReportingClause]:
    """Return every report in a line, in order of their cues."""
    reports: list[ReportingClause] = []
    at, triggers, ending = 0, grammar.language.triggers, grammar.language.past_ending
    for at_word, word in enumerate(grammar.line.kinds):
        if at_word < at or (word not in triggers and not word.endswith(ending)):
            continue
        at = at_word
        report = _report_at(grammar, at, reports)
        if report:
            reports.append(report)
        at = max(at + 1, report.cue[1] if report else 0)
    # A report of nothing still tells who is spoken of.
    found = (only_speech(grammar, report) for report in limited(grammar, reports))
    return [
        report if report.is_void or _has_content(grammar, report) else replace(report, is_void=True) for report in found
    ]


def _has_content(grammar: Grammar, report: ReportingClause) -> bool:
    return bool(report.left or report.right) or _is_open(grammar, report)


def _is_open(grammar: Grammar, report: ReportingClause) -> bool:
    """Return whether what is reported may stand in the next line: "NAME said:"."""
    return grammar.line.kinds[-1] == ":" or report.cue[1] >= len(grammar.line) - 2


def _report_at(grammar: Grammar, at: int, earlier: Sequence[ReportingClause]) -> ReportingClause | None:
    if cue := find_cue(grammar, at):
        return _verb_report(grammar, cue, earlier)
    rules = (rule for name, rule in WORD_RULES.items() if name in grammar.rules)
    report = next(filter(None, (rule(grammar, at) for rule in rules)), None)
    is_label = report is not None and report.rule == "label"
    return None if is_label and is_led_to(grammar, at, earlier) else report


def _verb_report(grammar: Grammar, cue: Cue, earlier: Sequence[ReportingClause]) -> ReportingClause | None:
    if report := read_relayed(grammar, cue):
        return report
    if cue.voice == "passive":
        return read_passive(grammar, cue) if "passive" in grammar.rules else None
    if "inverted" in grammar.rules and (report := _inverted(grammar, cue)):
        return report
    return _subject_report(grammar, cue, earlier)


def _subject_report(grammar: Grammar, cue: Cue, earlier: Sequence[ReportingClause]) -> ReportingClause | None:
    """Read: NAME said that; NAME refused to say; NAME left, saying."""
    source = _subject_or_controller(grammar, cue, _governor(grammar, earlier))
    if source is None or (cue.is_adjective and grammar.line.kinds[source.head] in grammar.language["it"]):
        return None  # "it is clear that" is nobody's opinion
    right = right_start(grammar, cue)
    left = left_content(grammar, cue, source, right)
    rule = source.rule if cue.voice == "active" else cue.voice
    return ReportingClause(
        rule,
        (cue.first, cue.last),
        source,
        left,
        (right, len(grammar.line)),
        cut_before(grammar, cue, source),
        cue.lemma,
        cue.voice,
    )


def _subject_or_controller(grammar: Grammar, cue: Cue, governor: Source | None) -> Source | None:
    if cue.voice == "active":
        return find_subject(grammar, cue.left, governor)
    return find_controller(grammar, cue.left, cue.last, governor) if cue.voice in grammar.rules else None


def _governor(grammar: Grammar, earlier: Sequence[ReportingClause]) -> Source | None:
    """Return the source that a verb without a subject of its own takes: that of the last clause not itself reported.

    Only somebody can speak on: what looks like a report of a thing ("justice issues") is passed over.
    """
    governor: Source | None = None
    for report in earlier:
        if _is_clause_of_somebody(grammar, report) and (governor is None or report.cut >= 0):
            governor = None if _is_subordinate(grammar, report.source) else report.source
    return governor


def _is_clause_of_somebody(grammar: Grammar, report: ReportingClause) -> bool:
    return report.has_own_subject and grammar.is_somebody(report.source.head)


def _is_subordinate(grammar: Grammar, subject: Source) -> bool:
    opener = grammar.line.kinds[subject.first - 1] if subject.first else ""
    return opener in grammar.language["subordinators"]


def _inverted(grammar: Grammar, cue: Cue) -> ReportingClause | None:
    """Read: QUOTE, said NAME, the minister."""
    if cue.first == 0:
        return _opening(grammar, cue)
    if not _may_be_inverted(cue):
        return None
    source = noun_phrase_after(grammar, cue.last)
    # "NAME, who lost, noted that NAME"
    if source is None or grammar.line.kinds[source.first] in grammar.language["that"]:
        return None
    if not _follows_speech(grammar, cue, source):
        return None
    left, right = (0, cue.left + 1), _next_speech(grammar.line.kinds, source.last)
    return ReportingClause("inverted", (cue.first, cue.last), source, left, right, lemma=cue.lemma, voice=cue.voice)


def _opening(grammar: Grammar, cue: Cue) -> ReportingClause | None:
    """Read: Said NAME, who was there, QUOTE."""
    source = noun_phrase_after(grammar, cue.last) if cue.lemma in grammar.language["opening"] else None
    right = _next_speech(grammar.line.kinds, source.last) if source else None
    if source is None or right is None or grammar.kind_at(right[0] - 1) not in (",", ":"):
        return None
    return ReportingClause("inverted", (cue.first, cue.last), source, None, right, lemma=cue.lemma, voice="active")


def _may_be_inverted(cue: Cue) -> bool:
    if cue.manners == {"tell"}:
        return False  # a hearer follows "told", not the teller
    return cue.voice == "active" and 0 <= cue.left == cue.first - 1


def _follows_speech(grammar: Grammar, cue: Cue, source: Source) -> bool:
    """Return whether a quotation, or a statement that a comma ends, is right before the verb."""
    kinds, before = grammar.line.kinds, cue.left
    if _is_after_title(grammar, cue, source):
        return False
    if kinds[before] == QUOTE:
        return True
    return kinds[before] == "," and (kinds[before - 1] == QUOTE or _ends_clause(grammar, cue, source))


def _is_after_title(grammar: Grammar, cue: Cue, source: Source) -> bool:
    """Return whether what is quoted before the verb only names a thing: "NAME, who made “Salt”, said the film was"."""
    is_speaker = grammar.is_name_or_pronoun(source.head) or is_speaker_noun(grammar, source.head)
    if is_speaker and not grammar.is_finite(source.last):
        return False
    subject = find_subject(grammar, cue.left, None)
    return subject is not None and subject.rule == "apposition" and grammar.is_name_or_pronoun(subject.head)


def _next_speech(kinds: Sequence[str], first: int) -> Range | None:
    """Return the rest of the line from the next quotation or colon on."""
    return next(((at, len(kinds)) for at in range(first, len(kinds)) if kinds[at] in (QUOTE, ":")), None)


def _ends_clause(grammar: Grammar, cue: Cue, source: Source) -> bool:
    """Return whether a comma before the verb may end an indirect statement: ", said NAME."."""
    kinds = grammar.line.kinds
    if cue.manners != {"say"} or not grammar.is_somebody(source.head):
        return False
    rest = kinds[source.last : source.last + 1]
    return not rest or rest[0] in (",", ".") or rest[0] in grammar.language["after_inverted"]


def _according(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: according to NAME."""
    last = _according_end(grammar, at)
    source = noun_phrase_after(grammar, last) if last else None
    if source is None or (last == at + 1 and grammar.line.kinds[source.head] != NAME):
        return None  # "per share"
    source = _by_author(grammar, source)
    if at <= 1:
        right = (_after_description(grammar, source.last), len(grammar.line))
        return ReportingClause("according", (at, last), source, None, right)
    return _according_within(grammar, at, last, source)


def _after_description(grammar: Grammar, at: int) -> int:
    """Return where the clause after "according to NAME, an engineer," begins."""
    kinds, first = grammar.line.kinds, at
    for _ in range(2):
        comma = next((item for item in range(at, min(at + _MAX_DESCRIPTION, len(kinds))) if kinds[item] == ","), -1)
        opener = grammar.kind_at(at) if grammar.kind_at(at) != "," else grammar.kind_at(at + 1)
        is_apposition = opener in grammar.language["apposition_openers"] or opener.isdigit()
        is_described = (
            not any(map(grammar.is_finite, range(at, comma))) or opener in grammar.language["relative_pronouns"]
        )
        is_described = is_described and (at == first or is_apposition)
        if comma < 0 or not is_described:
            break
        at = comma + 1
    return after_comma(grammar, at)


def _according_end(grammar: Grammar, at: int) -> int:
    """Return the index after the phrase ("according to") that begins at item `at`, 0 when none does."""
    kinds = grammar.line.kinds
    phrases = (phrase for phrase in grammar.language.according if kinds[at] == phrase[0])
    return next((at + len(p) for p in phrases if tuple(kinds[at : at + len(p)]) == p), 0)


def _by_author(grammar: Grammar, source: Source) -> Source:
    """Return the source headed by its author: "according to a report by NAME"."""
    kinds = grammar.line.kinds
    if kinds[source.last - 1] == NAME and kinds[source.last - 2] in grammar.language["by"]:
        return Source(source.first, source.last, source.last - 1)
    return source


def _according_within(grammar: Grammar, at: int, last: int, source: Source) -> ReportingClause:
    """Read the phrase after the start of its line: "…, according to NAME, …"."""
    kinds = grammar.line.kinds
    is_set_off = kinds[at - 1] == ","
    goes_on = is_set_off and source.last < len(kinds) and kinds[source.last] == ","
    left = (0 if is_set_off else clause_start(grammar, at), at)
    return ReportingClause("according", (at, last), source, left, (source.last, len(kinds)) if goes_on else None)


def _noun(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: NAME's claim that; his criticism of; an allegation from NAME."""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[at] not in language["nouns"] or at + 2 >= len(kinds):
        return None
    if kinds[at + 1] in language["from"] and kinds[at + 2] == NAME and _has_complement(grammar, at + 3):
        return ReportingClause("noun", (at, at + 1), Source(at + 2, at + 3, at + 2), None, (at + 3, len(kinds)))
    return _owned_noun(grammar, at)


def _has_complement(grammar: Grammar, at: int) -> bool:
    """Whether what is claimed follows: "an allegation from NAME that"."""
    return grammar.kind_at(at) in (QUOTE, ":") or grammar.is_listed(at, "claimed", "question_words")


def _owned_noun(grammar: Grammar, at: int) -> ReportingClause | None:
    kinds, language = grammar.line.kinds, grammar.language
    is_that = kinds[at + 1] in language["be_forms"] and kinds[at + 2] in language["that"] | language["to"]
    if not is_that and kinds[at + 1] not in language["noun_complements"]:
        return None
    owner = _owner(grammar, at)
    return ReportingClause("noun", (at, at + 1), owner, None, (at + 1, _noun_end(grammar, at + 1))) if owner else None


def _noun_end(grammar: Grammar, first: int) -> int:
    """Return where what hangs on a noun ends: before the verb of the sentence, "NAME's plan for it is vague"."""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[first] in language["be_forms"]:
        return len(kinds)
    verbs, was_verb = (0 if kinds[first] in language["that"] else 1), False
    for at in range(first + 1, len(kinds)):
        if kinds[at] in language["complementizers"] or kinds[at] in language["conjunctions"] or kinds[at] == ",":
            verbs = 0
        is_verb = grammar.is_finite(at) and not grammar.is_listed(at - 1, "determiners", "possessives", "to")
        if is_verb and not was_verb:
            if verbs:
                return at
            verbs += 1
        was_verb = is_verb or (was_verb and grammar.is_adverb(at))
    return len(kinds)


def _owner(grammar: Grammar, noun: int) -> Source | None:
    kinds, language = grammar.line.kinds, grammar.language
    for at in range(noun - 1, max(-1, noun - 1 - _TO_OWNER), -1):
        if kinds[at] in language["possessive"] and kinds[at - 1 : at] == [NAME]:
            return Source(at - 1, at + 1, at - 1)
        if kinds[at] in language["possessives"]:
            return Source(at, at + 1, at)
        if not _may_modify_noun(grammar, at):
            return None
    return None


def _may_modify_noun(grammar: Grammar, at: int) -> bool:
    return grammar.is_noun(at) or grammar.is_adverb(at) or grammar.line.kinds[at] in grammar.language["degrees"]


WORD_RULES: Mapping[str, WordRule] = {
    "according": _according,
    "noun": _noun,
    "label": read_label,
    "signature": read_signature,
}

"""Where what is reported begins and ends around its cue.

Before the cue: "QUOTE, NAME said", "it is over, NAME said". After it: "NAME said that it is over", past hearers and
circumstances, up to the clause that begins the next report.
"""

from dataclasses import dataclass

from index.attribution.circumstances import past_day, past_hearer
from index.attribution.cues import Cue
from index.attribution.grammar import Grammar, Source
from index.attribution.lines import DASHES, NAME, QUOTE, STOPS

Range = tuple[int, int]
"""Items, from the first up to and without the last."""

_AFTER_QUOTATION = (",", *DASHES)
_MAX_ADDRESSEE_LENGTH = 10
_MAX_ADVERBIAL_LENGTH = 16
_MAX_CLAUSE_LENGTH = 30
_MAX_DESCRIPTION_LENGTH = 4
MIN_CLAUSE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """Who reports what in one line, as ranges of items."""

    rule: str
    cue: Range
    source: Source
    left: Range | None = None
    """What is reported before the cue."""
    right: Range | None = None
    """What is reported after it."""
    cut: int = -1
    """Where this report ends the one before it; -1 when it stands inside that one."""
    lemma: str = ""
    """The reporting verb, "" when a noun, a phrase or a mark reports."""
    voice: str = ""
    is_void: bool = False
    """Whether nothing is said: "never said that", "if NAME says"."""
    deeds: tuple[Range, ...] = ()
    """What only tells what the source does or stands for: "backed the deal", "announced layoffs"."""

    @property
    def has_own_subject(self) -> bool:
        """Whether the verb begins a clause with a subject of its own."""
        return self.rule in ("adjacent", "apposition", "inverted")


def right_start(grammar: Grammar, cue: Cue) -> int:
    """Find where the report after the cue begins, past hearers and circumstances."""
    if "say" in cue.manners:
        at = past_day(grammar, cue.last)
        return (_past_circumstance if grammar.is_listed(at, "temporal_words") else after_comma)(grammar, at)
    if "tell" not in cue.manners:
        return after_comma(grammar, cue.last)
    opener = _clause_opener(grammar, cue.last, _MAX_ADDRESSEE_LENGTH, grammar.language["clause_openers"])
    return opener or past_hearer(grammar, cue.last)


def _past_circumstance(grammar: Grammar, at: int) -> int:
    """Return the "that" after "on Monday" at item `at`, or `at` when the "that" is of another report."""
    opener = _clause_opener(grammar, at, _MAX_ADVERBIAL_LENGTH, grammar.language["that"], stops=())
    # "pledged to work with all, NAME insisted that": the word belongs to somebody else's report.
    kinds = grammar.line.kinds
    is_own = not any(kinds[item] == NAME and grammar.is_finite(item + 1) for item in range(at, opener - 1))
    return opener if opener and is_own else at


def left_content(grammar: Grammar, cue: Cue, source: Source, right: int) -> Range | None:
    """Return what is reported before the source: ", NAME said." or QUOTE NAME said."""
    before = source.first - 1
    if cue.manners == {"stance"} or before < 0:
        return None
    if quotation := quotation_before(grammar, before, right):
        return (0, quotation)
    comma = _before_description(grammar, source)
    return (0, comma) if _is_reported_before(grammar, cue, comma, right) else None


def _follows_quotation(grammar: Grammar, at: int) -> bool:
    """Whether the item is a quotation, or the comma or dash after one."""
    kind = grammar.kind_at(at)
    return kind == QUOTE or (kind in _AFTER_QUOTATION and grammar.kind_at(at - 1) == QUOTE)


def quotation_before(grammar: Grammar, last: int, right: int) -> int:
    """Return the index after the quotation before item `last`, or before "the 14th-ranked" or "miller" there, or 0.

    What is said may go on with item `right`; then a quotation before a plain noun is a title: “Salt” star NAME.
    """
    first = max(-1, last - _MAX_DESCRIPTION_LENGTH)
    at = next((item for item in range(last, first, -1) if not _may_describe(grammar, item)), first)
    if grammar.is_listed(at, "determiners", "possessives") and _follows_quotation(grammar, at - 1):
        return at
    is_alone = at == last or _ends_clause(grammar, right) or grammar.is_listed(right, "temporal_words")
    return at + 1 if is_alone and _follows_quotation(grammar, at) else 0


def _may_describe(grammar: Grammar, at: int) -> bool:
    return grammar.is_plain_noun(at) or grammar.is_listed(at, "ages")


def _is_reported_before(grammar: Grammar, cue: Cue, comma: int, right: int) -> bool:
    """Whether the cue reports the clause before item `comma`, and not what begins with item `right`."""
    opener = grammar.line.kinds[0]
    if grammar.line.kinds[comma] != "," or cue.voice in ("infinitive", "participle"):
        return False
    if opener.endswith("ing") and opener in grammar.language.verbs:
        return False  # "Noting that it was late, NAME asked: …"
    if _ends_clause(grammar, right):
        return True
    may_end = grammar.is_listed(right, "temporal_words") or _only_tells_hearer(grammar, cue, right)
    return may_end and _is_clause(grammar, comma)


def _ends_clause(grammar: Grammar, right: int) -> bool:
    """Whether the cue's clause ends before item `right`, or with a name there: "…, said NAME."."""
    kinds = grammar.line.kinds
    rest = kinds[right : right + 2]
    is_set_off = kinds[right - 1] == ","
    return not rest or is_set_off or rest[0] in STOPS or rest in ([NAME], [NAME, "."])


def _only_tells_hearer(grammar: Grammar, cue: Cue, right: int) -> bool:
    """Whether only a hearer follows the cue: "…, NAME told a newspaper"."""
    openers = grammar.language["clause_openers"]
    return "tell" in cue.manners and not _clause_opener(grammar, right, len(grammar.line), openers, stops=())


def _before_description(grammar: Grammar, source: Source) -> int:
    """Return the item left of the source and of what the source is: ", police chief NAME said"."""
    kinds, before = grammar.line.kinds, source.first - 1
    if kinds[source.first] != NAME and kinds[source.first] not in grammar.language["role_nouns"]:
        return before
    at = before
    while at > max(0, before - _MAX_DESCRIPTION_LENGTH) and grammar.is_plain_noun(at):
        at -= 1
    return at if kinds[at] == "," else before


def cut_before(grammar: Grammar, cue: Cue, source: Source) -> int:
    """Find where the report before this one ends: at the conjunction, comma or semicolon that begins this clause."""
    if cue.voice == "active" and source.rule in ("adjacent", "apposition"):
        return _before_conjunction(grammar, source.first - 1)
    if cue.voice == "infinitive" or source.rule == "relative":
        return -1
    return _before_verb(grammar, cue.left)


def _before_conjunction(grammar: Grammar, at: int) -> int:
    """Return where the clause ends that item `at`, a semicolon or a conjunction, closes, or -1."""
    previous = grammar.kind_at(at - 1)
    if previous and (grammar.kind_at(at) == ";" or _goes_on_after_quotation(grammar, at)):
        return at
    return at - 1 if previous in (",", ";") and grammar.is_listed(at, "conjunctions", "subordinators") else -1


def _goes_on_after_quotation(grammar: Grammar, at: int) -> bool:
    return grammar.kind_at(at - 1) == QUOTE and grammar.is_listed(at, "conjunctions")


def _before_verb(grammar: Grammar, left: int) -> int:
    """Return where the clause ends that comes before the verb group right of item `left`, or -1."""
    kinds = grammar.line.kinds
    if left > 0 and kinds[left] in grammar.language["joins"] and kinds[left - 1] == ",":
        left -= 1
    return left + (kinds[left] == QUOTE) if left > 0 and not grammar.is_noun(left) else -1


def clause_start(grammar: Grammar, at: int) -> int:
    """Return the first item of the clause that holds item `at`."""
    kinds = grammar.line.kinds
    for start in range(at - 1, max(-1, at - _MAX_CLAUSE_LENGTH), -1):
        if kinds[start] in (",", ";", ":") or kinds[start] in grammar.language["clause_starts"]:
            return start + 1
    return 0


def after_comma(grammar: Grammar, at: int) -> int:
    """Return the next item that is neither comma nor colon."""
    kinds = grammar.line.kinds
    while at < len(kinds) and kinds[at] in (",", ":"):
        at += 1
    return at


def _clause_opener(
    grammar: Grammar, first: int, reach: int, openers: frozenset[str], stops: tuple[str, ...] = (",", ";")
) -> int:
    """Return the first item from `first` that begins a clause or a quotation, or 0."""
    kinds = grammar.line.kinds
    for at in range(first, min(first + reach, len(kinds))):
        if kinds[at] in stops:
            return 0
        if kinds[at] == ":":
            return at + 1
        if kinds[at] == QUOTE or _opens_clause(grammar, at, openers):
            return at
    return 0


def _opens_clause(grammar: Grammar, at: int, openers: frozenset[str]) -> bool:
    return grammar.line.kinds[at] in openers and not is_direction(grammar, at)


def is_direction(grammar: Grammar, at: int) -> bool:
    """Whether a "to" leads to a place or person and not to a verb: "the keys to the archive"."""
    is_to = grammar.kind_at(at) in grammar.language["to"]
    return is_to and (
        grammar.kind_at(at + 1) == NAME or grammar.is_listed(at + 1, "determiners", "possessives", "object_pronouns")
    )


def _is_clause(grammar: Grammar, last: int) -> bool:
    """Whether the line up to item `last` can be a sentence of its own."""
    opener, language = grammar.line.kinds[0], grammar.language
    return (
        last >= MIN_CLAUSE_LENGTH and opener not in language["subordinators"] and opener not in language["prepositions"]
    )

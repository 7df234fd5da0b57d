"""Speakers named without a verb: "NAME: …" at the head of a turn, and "— NAME" below a quotation."""

from collections.abc import Sequence

from index.attribution.content import ReportingClause
from index.attribution.grammar import Grammar, Source
from index.attribution.lines import DASHES, NAME, QUOTE, STOPS

_MAX_LABEL_LENGTH = 12  # items before a colon
_MIN_TURNS = 3  # of a speaker in a transcript, whose turns may end without a full stop


def is_led_to(grammar: Grammar, colon: int, earlier: Sequence[ReportingClause]) -> bool:
    """Whether a verb leads to the colon: who stands before it hears it, or is the medium: "NAME wrote to NAME: …"."""
    return any(report.cue[1] <= colon and QUOTE not in grammar.line.kinds[report.cue[1] : colon] for report in earlier)


def read_label(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: NAME: … at the head of a line; NAME: QUOTE anywhere; NAME on something: … in a headline."""
    kinds = grammar.line.kinds
    if kinds[at] != ":" or not 0 < at < len(kinds) - 1:
        return None
    head = _label_head(grammar, at)
    if head is None or not _is_spoken(grammar, head, at):
        return None
    return ReportingClause("label", (at, at + 1), Source(head, head + 1, head), None, (at + 1, len(kinds)))


def _is_spoken(grammar: Grammar, head: int, colon: int) -> bool:
    """Whether what follows a label is speech: a quotation, a turn of a transcript, or a person's sentence."""
    line = grammar.line
    if QUOTE in line.kinds[colon + 1 : colon + 3] or head not in line.people:
        return True
    is_person, is_turn = line.people[head].is_person, line.label_count > 1
    if line.label_count < _MIN_TURNS and line.kinds[-1] not in STOPS:
        return False  # a headline, which may stand twice: "NAME: Court drops case"
    # "NAME, 41: Dealing in cocaine", "NEW DELHI: Growers poured milk", "Flood in Ardley: Three bridges gone"
    is_sentence = line.kinds[-1] == "?" or any(map(grammar.is_finite, range(colon + 1, len(line))))
    is_sentence = is_sentence or grammar.is_listed(colon + 1, "subject_pronouns", "first_person")
    if not any(kind[0].isalpha() for kind in line.kinds[colon + 1 :]):
        return False  # "NAME: 2,316"
    return (is_turn and is_person) or ((is_turn or is_person) and is_sentence)


def _label_head(grammar: Grammar, colon: int) -> int | None:
    """Return the item that names the speaker in the label before the colon."""
    kinds, line = grammar.line.kinds, grammar.line
    is_medium = colon > 1 and grammar.is_listed(colon - 2, "prepositions")
    if kinds[colon - 1] == NAME and not is_medium and (colon == 1 or kinds[colon + 1] == QUOTE):
        return colon - 1
    if (
        kinds[colon - 1] == NAME
        and all(grammar.is_plain_noun(at) for at in range(colon - 1))
        and _is_role(grammar, colon)
    ):
        return colon - 1  # "Union leader NAME: …"
    is_described = kinds[0] == NAME and line.people[0].is_person and kinds[1] == "," and colon < _MAX_LABEL_LENGTH
    if is_described and not any(grammar.is_listed(at, "auxiliaries") for at in range(1, colon)):
        return 0  # "NAME, 34, nurse: …"; "NAME, Daily Ledger: …"
    if colon == 1 and kinds[0] in grammar.language["role_nouns"] and line.label_count:
        return 0  # "Moderator: …"
    return 0 if _is_letter(grammar, colon) or _is_topic(grammar, colon) else None


def _is_role(grammar: Grammar, colon: int) -> bool:
    return colon > 1 and grammar.is_listed(colon - 2, "role_nouns")


def _is_letter(grammar: Grammar, colon: int) -> bool:
    """Return whether "Q:" or "A:" opens the line."""
    line = grammar.line
    return colon == 1 and line.kinds[0] in grammar.language["question_labels"] and line.raw[0].isupper()


def _is_topic(grammar: Grammar, colon: int) -> bool:
    """Return whether "NAME on something:" opens the line, as in a headline."""
    is_short = grammar.line.kinds[0] == NAME and colon < _MAX_LABEL_LENGTH
    return is_short and not any(map(grammar.is_finite, range(1, colon)))


def _is_signed(grammar: Grammar) -> bool:
    """Whether only who signs it follows the quotation at the head of the line: QUOTE NAME, miller."""
    kinds = grammar.line.kinds
    is_described = kinds[2:3] in ([], [","]) and len(kinds) < _MAX_LABEL_LENGTH and kinds[-1] not in STOPS
    return is_described and grammar.is_person(1) and not any(map(grammar.is_finite, range(2, len(kinds))))


def read_signature(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: QUOTE, and under it: - NAME."""
    kinds = grammar.line.kinds
    if at == 1 and kinds[:2] == [QUOTE, NAME] and (grammar.line.raw[at].isupper() or _is_signed(grammar)):
        return ReportingClause("signature", (at, at + 1), Source(at, at + 1, at), (0, at))
    if not at or kinds[at - 1] != QUOTE or kinds[at] not in DASHES or kinds[at + 1 : at + 2] != [NAME]:
        return None
    if ":" in kinds[: at - 1]:
        return None  # "NAME: “We close.” - NAME: “We stay.”"
    if not grammar.line.people[at + 1].is_person or kinds[at + 2 : at + 3] not in ([], [","], ["."], ["("], ["of"]):
        return None
    return ReportingClause("signature", (at, at + 1), Source(at + 1, at + 2, at + 1), (0, at))

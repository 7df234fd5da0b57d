"""What was not said: "never said that", "if the minister says", "refused to say"."""

from index.attribution.content import ReportingClause
from index.attribution.grammar import Grammar
from index.attribution.lines import NAME, QUOTE
from index.attribution.verb_class import verb_class


def is_void(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether the report tells that something was not said, or only might be."""
    if not report.lemma:
        return grammar.is_listed(_before_to(grammar, report), "refusals")
    if _is_supposed(grammar, report) or _is_of_nobody(grammar, report):
        return True
    if report.lemma in grammar.language["reading"]:
        return grammar.is_listed(report.cue[1], "read_from")
    if report.lemma not in grammar.language["utterances"]:
        is_opinion = report.lemma in grammar.language["opinions"]
        return _content_unsaid(grammar, report) or (is_opinion and _is_negated(grammar, report))
    is_denial = grammar.is_listed(report.cue[0], "denials")
    return (not is_denial and _is_negated(grammar, report)) or _is_declined(grammar, report)


def _is_of_nobody(grammar: Grammar, report: ReportingClause) -> bool:
    words = grammar.line.kinds[report.source.first : report.source.last]
    return not grammar.language["nobodies"].isdisjoint(words)


def _is_negated(grammar: Grammar, report: ReportingClause) -> bool:
    kinds, language = grammar.line.kinds, grammar.language
    source = report.source
    begin = source.last if source.last <= report.cue[0] else max(0, report.cue[0] - 4)
    if grammar.is_listed(source.last, "relative_pronouns"):
        begin = grammar.before_verb(report.cue[0]) + 1  # "a man who would not give his name said"
    helpers = kinds[begin : report.cue[0]]
    if any(map(grammar.is_negation, helpers)):
        return "," not in helpers and QUOTE not in helpers
    is_neither = not language["neither"].isdisjoint(kinds[max(0, source.first - 8) : source.first])
    return is_neither or grammar.is_listed(source.first - 1, "nobodies")


def _is_supposed(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether the report stands in a condition, or under "may": "if NAME says", "should NAME say", "NAME may say"."""
    kinds, language = grammar.line.kinds, grammar.language
    if report.rule not in ("adjacent", "apposition") or report.source.last > report.cue[0]:
        return False
    opener = grammar.kind_at(report.source.first - 1)
    if opener in language["conditions"]:
        return True
    if opener in language["inverted_conditions"] and report.source.first == 1:
        return True
    helpers = kinds[report.source.last : report.cue[0]]
    return verb_class(grammar, report) == "utterance" and any(word in language["possibly"] for word in helpers)


def _is_declined(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether an infinitive is what somebody will not do, or another wants: "refused to say", "urged X to say"."""
    if report.voice != "infinitive":
        return report.voice == "participle" and grammar.is_listed(report.cue[0] - 1, "denials")
    before = _before_to(grammar, report)
    if grammar.is_listed(before, "refusals", "negations", "intentions", "object_pronouns"):
        return True
    return before >= 0 and (grammar.kind_at(before) == NAME or grammar.is_plain_noun(before))


def _before_to(grammar: Grammar, report: ReportingClause) -> int:
    """Return the item before the "to" of an infinitive, -1 for none."""
    if report.voice != "infinitive":
        return -1
    to = (at for at in range(report.cue[0] - 1, 0, -1) if grammar.is_listed(at, "to"))
    return next(to, 0) - 1


def _content_unsaid(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether what is refused, forgotten or wanted is speaking itself: "declined to comment", "wants to say that"."""
    language = grammar.language
    if report.lemma not in language["unspoken"] or not grammar.is_listed(report.cue[1], "to"):
        return False
    word = grammar.kind_at(report.cue[1] + 1)
    is_speaking = word in language["utterances"] or word in language.phrase_verbs
    return is_speaking and (report.lemma in language["refusing"] or _leads_to_clause(grammar, report))


def _leads_to_clause(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether what would be said follows: "hopes to announce that", and not "hopes to announce a deal"."""
    first, last = report.right or (0, 0)
    return any(
        grammar.is_listed(at, "that", "question_words") or grammar.kind_at(at) == QUOTE for at in range(first, last)
    )

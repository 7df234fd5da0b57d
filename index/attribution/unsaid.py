"""What was not said: "never said that", "if the minister says", "refused to say"."""

from index.attribution.content import ReportingClause
from index.attribution.grammar import Grammar
from index.attribution.lines import NAME, QUOTE
from index.attribution.verb_class import verb_class


def is_void(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether the report tells that something was not said, or only might be."""
    if not report.lemma:
        return False
    if _is_supposed(grammar, report):
        return True
    if any(
        word in grammar.language["nobodies"] for word in grammar.line.kinds[report.source.first : report.source.last]
    ):
        return True
    if report.lemma in grammar.language["reading"]:
        return grammar.is_listed(report.cue[1], "read_from")
    if report.lemma not in grammar.language["utterances"]:
        is_opinion = report.lemma in grammar.language["opinions"]
        return _content_declined(grammar, report) or (is_opinion and _is_negated(grammar, report))
    is_denial = grammar.is_listed(report.cue[0], "denials")
    return (not is_denial and _is_negated(grammar, report)) or _is_declined(grammar, report)


def _is_negated(grammar: Grammar, report: ReportingClause) -> bool:
    kinds, language = grammar.line.kinds, grammar.language
    source = report.source
    begin = source.last if source.last <= report.cue[0] else max(0, report.cue[0] - 4)
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
    kinds, language = grammar.line.kinds, grammar.language
    if report.voice != "infinitive":
        return report.voice == "participle" and grammar.is_listed(report.cue[0] - 1, "denials")
    to = report.cue[0] - 1
    while to > 0 and kinds[to] not in language["to"]:
        to -= 1
    before = to - 1
    if before < 0:
        return False
    if grammar.is_listed(before, "refusals") or grammar.is_listed(before, "negations"):
        return True
    return kinds[before] == NAME or grammar.is_listed(before, "object_pronouns") or grammar.is_plain_noun(before)


def _content_declined(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether what is refused is speaking itself: "declined to comment"."""
    language = grammar.language
    if report.lemma not in language["refusing"] or not report.right:
        return False
    verb = language.verbs.get(grammar.kind_at(report.right[0] + 1))
    return verb is not None and verb.lemma in language["utterances"]

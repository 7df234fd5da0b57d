"""What the verb of a report tells: that somebody speaks, thinks, judges, resolves, or only acts."""

from typing import Literal

from index.attribution.content import ReportingClause
from index.attribution.grammar import Grammar

VerbClass = Literal["utterance", "attitude", "opinion", "resolve", "doing", "none"]


def verb_class(grammar: Grammar, report: ReportingClause) -> VerbClass:
    """Return what the cue of the report tells: that somebody speaks, thinks, judges, resolves, or only acts."""
    language, lemma = grammar.language, report.lemma
    if not lemma:
        return "none"
    if lemma in language["attitudes"]:
        return "attitude"
    if lemma in language["resolves"]:
        return "resolve"
    if lemma in language["opinions"]:
        return "opinion"
    return "utterance" if lemma in language["utterances"] else "doing"

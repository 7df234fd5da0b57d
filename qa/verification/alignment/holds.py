"""Whether a sentence holds against what it cites, and if not, what differs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.text.keywords import stems
from qa.premise import Premise
from qa.verification.alignment.align import Alignment, clauses
from qa.verification.alignment.difference import Difference
from qa.verification.alignment.edits import is_word_for_word
from qa.verification.alignment.embedding import embedding
from qa.verification.alignment.frames import Frame, Report
from qa.verification.alignment.parse import Token, texts_of
from qa.verification.alignment.reading import Reading, of_sentence, reports, sources
from qa.verification.alignment.references import is_described


def differences(sentence: str, premises: Sequence[Premise], before: str = "") -> tuple[Difference, ...]:
    """Return what of a sentence its premises do not show to hold; nothing where it holds."""
    said = of_sentence(sentence, before)
    cited = [reading for premise in premises for reading in sources(premise)]
    told = reports(said)
    return tuple(found for clause in clauses(said.tree) for found in _of_clause(said, clause, told, cited))


def _of_clause(
    said: Reading, clause: Token, told: Sequence[Report], cited: Sequence[Reading]
) -> tuple[Difference, ...]:
    """Return the differences of a clause as it stands, or of what it reports, whichever are fewer."""
    whole = _nearest(said, clause, [s for s in cited if s.frame is None])
    for report in told:
        if report.verb is clause or clause in report.contents:
            contents = report.contents if report.verb is clause else (clause,)
            framed = [d for content in contents for d in _of_report(said, content, report, cited)]
            whole = min(whole, tuple(framed), key=len)
    return whole


def _of_report(said: Reading, content: Token, report: Report, cited: Sequence[Reading]) -> Iterator[Difference]:
    fitting = [s for s in cited if s.frame is not None and s.frame.reports(report.frame)]
    if not fitting:
        yield Difference("speaker", report.frame.speaker)
        return
    inside = replace(said, frame=report.frame)
    found = [(*_nearest(inside, content, [s]), *_around(report.frame, s), *_nested(s)) for s in fitting]
    yield from min(found, key=len)


def _nested(source: Reading) -> tuple[Difference, ...]:
    """Return what a report of the source is itself told by."""
    if source.verb is None:
        return ()
    return tuple(embedding(replace(source, tops=()), source.verb))


def _around(frame: Frame, source: Reading) -> Iterator[Difference]:
    """Yield what stands around a report and not around the one in the source."""
    there = set(stems(" ".join((source.text, *source.before[-1:], *source.speakers)))) | (
        source.frame.around if source.frame else set()
    )
    for word in frame.around - there:
        yield Difference("added", word)
    if frame.titles and source.premise and not is_described(source.premise.article.text, frame.speaker, frame.titles):
        yield Difference("added", " ".join(frame.titles))


def _nearest(said: Reading, clause: Token, cited: Sequence[Reading]) -> tuple[Difference, ...]:
    laid = [Alignment(said, source) for source in cited]
    if any(is_word_for_word(alignment, clause) for alignment in laid):
        return ()
    found = [diff for alignment in laid if (diff := alignment.of_clause(clause)) is not None]
    return min(found, key=len, default=(Difference("added", texts_of(said.tree.subtree(clause))),))

"""Which of the stretches found are shown, and in what order: what a reader takes in at a glance."""

from collections.abc import Sequence
from itertools import islice

from index.records import Article, Hit, Span
from index.search.statements import StatementHit
from qa.answer import Section
from qa.extraction.compose import Excerpt

MAX_CHARACTERS = 1200
"""What is read at a glance; more is one follow-up away."""
_MAX_PIECES = 8
_BESIDE_TOPIC = 0.47
_FEW = 3
_ALIKE, _NEARLY = 0.45, 0.8
"""Cosine of question and passage from which on it is on the subject: at least so much, and so much of the nearest's."""


def on_topic(runs: Sequence[StatementHit]) -> list[StatementHit]:
    """Those that name the topic; when none does, those that mean it, or beside or under a headline that names it.

    What is only told of the speaker ("backed the deal") comes after few words of theirs, and never beside many.
    """
    said = _near_topic([run for run in runs if run.is_speech])
    told = _near_topic([run for run in runs if not run.is_speech])
    return [*said, *(run for run in told if run.names_topic or not said)] if len(said) < _FEW else said


def _near_topic(runs: Sequence[StatementHit]) -> list[StatementHit]:
    named = [run for run in runs if run.names_topic]
    return named or list(filter(_is_near, runs))


def with_rest(chosen: Sequence[StatementHit], runs: Sequence[StatementHit]) -> list[StatementHit]:
    """Return the runs on the topic and, beside few of them, what else is said in an article headed by the topic."""
    headed = {run.article.id for run in chosen} - {run.article.id for run in runs if not run.is_under_topic}
    rest = (run for run in runs if run.is_speech and run.article.id in headed and run not in chosen)
    return [*chosen, *islice(rest, max(0, _FEW - len(chosen)))]


def _is_near(run: StatementHit) -> bool:
    return run.means_topic or run.context_overlap >= _BESIDE_TOPIC


def under_topic(runs: Sequence[StatementHit]) -> list[StatementHit]:
    """Return a few runs of the article whose headline names the topic, where no words do."""
    said = [run for run in runs if run.is_speech and run.is_under_topic]
    return [run for run in said if run.article.id == said[0].article.id][:_FEW]


def articles_alike(hits: Sequence[Hit]) -> list[Article]:
    """Return the articles that mean what is asked, whether or not they name it, the nearest first.

    Of the sample articles what is on a subject under another name ("the bank hack") is at a cosine of .45 to .64, what
    is on no subject of theirs at .38 at most.
    """
    nearest = sorted(hits, key=lambda hit: -hit.dense)
    least = max(_ALIKE, _NEARLY * nearest[0].dense) if nearest else _ALIKE
    return list({hit.article.id: hit.article for hit in nearest if hit.dense >= least}.values())


def by_article(runs: Sequence[StatementHit]) -> list[StatementHit]:
    """Return the best run of each article, those that name the topic or stand under a headline that does."""
    best: dict[str, StatementHit] = {}
    for run in runs:
        if run.on_topic or run.is_under_topic:
            best.setdefault(run.article.id, run)
    return list(best.values())


def of_edge(runs: Sequence[StatementHit], *, newest: bool) -> list[StatementHit]:
    """Return the runs of the newest article among them, or of the oldest; all where none has a date."""
    days = [run.article.published for run in runs if run.article.published]
    edge = (max if newest else min)(days, default=None)
    return [run for run in runs if run.article.published == edge]


def truncate(runs: Sequence[StatementHit], most: int = MAX_CHARACTERS) -> list[StatementHit]:
    """Return the first runs, as many as `most` characters hold; at least one."""
    kept: list[StatementHit] = []
    length = 0
    for run in runs:
        length += run.end - run.start
        if kept and (length > most or len(kept) == _MAX_PIECES):
            break
        kept.append(run)
    return kept


def exclude_shown(runs: Sequence[StatementHit], seen: Sequence[Span]) -> list[StatementHit]:
    """Return the runs that overlap none of the places shown before."""
    return [run for run in runs if not any(run.span.overlaps(place) for place in seen)]


def newest_first(groups: Sequence[list[Excerpt]]) -> list[list[Excerpt]]:
    """By section, then by date of publication, undated last, and within an article in its order."""

    def place(group: list[Excerpt]) -> tuple[int, bool, int, str, int]:
        day = group[0].article.published
        return order[group[0].section], day is None, -day.toordinal() if day else 0, group[0].article.id, group[0].start

    order = _sections(groups)
    return sorted(groups, key=place)


def oldest_first(groups: Sequence[list[Excerpt]]) -> list[list[Excerpt]]:
    """In the order in which it was published, as a change is told; undated last."""

    def place(group: list[Excerpt]) -> tuple[int, bool, int, str, int]:
        day = group[0].article.published
        return order[group[0].section], day is None, day.toordinal() if day else 0, group[0].article.id, group[0].start

    order = _sections(groups)
    return sorted(groups, key=place)


def _sections(groups: Sequence[list[Excerpt]]) -> dict[Section | None, int]:
    return {section: n for n, section in enumerate(dict.fromkeys(group[0].section for group in groups))}

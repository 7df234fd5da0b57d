"""Which of the stretches found are shown, and in what order: what a reader takes in at a glance."""

from collections.abc import Sequence

from index.search.statements import Said
from qa.extraction.compose import Piece

MOST_CHARACTERS = 1200
"""What is read at a glance; more is one follow-up away."""
_MOST_PIECES = 8
_BESIDE_TOPIC = 0.47


def on_topic(runs: Sequence[Said]) -> list[Said]:
    """Those that name the topic; when none does, those beside or under a headline that does."""
    return [run for run in runs if run.on_topic] or [run for run in runs if run.near >= _BESIDE_TOPIC]


def shortened(runs: Sequence[Said], most: int = MOST_CHARACTERS) -> list[Said]:
    """The first runs, as many as `most` characters hold; at least one."""
    kept: list[Said] = []
    length = 0
    for run in runs:
        length += run.end - run.start
        if kept and (length > most or len(kept) == _MOST_PIECES):
            break
        kept.append(run)
    return kept


def unseen(runs: Sequence[Said], seen: Sequence[tuple[str, int, int]]) -> list[Said]:
    """The runs that overlap none of the places (article, start, end) shown before."""
    return [
        run
        for run in runs
        if not any(run.article.id == article and run.start < end and start < run.end for article, start, end in seen)
    ]


def newest_first(groups: Sequence[list[Piece]]) -> list[list[Piece]]:
    """By section, then by date of publication, undated last, and within an article in its order."""

    def place(group: list[Piece]) -> tuple[int, bool, int, str, int]:
        day = group[0].article.published
        return order[group[0].section], day is None, -day.toordinal() if day else 0, group[0].article.id, group[0].start

    order = _sections(groups)
    return sorted(groups, key=place)


def oldest_first(groups: Sequence[list[Piece]]) -> list[list[Piece]]:
    """In the order in which it was published, as a change is told; undated last."""

    def place(group: list[Piece]) -> tuple[int, bool, int, str, int]:
        day = group[0].article.published
        return order[group[0].section], day is None, day.toordinal() if day else 0, group[0].article.id, group[0].start

    order = _sections(groups)
    return sorted(groups, key=place)


def _sections(groups: Sequence[list[Piece]]) -> dict[str, int]:
    return {section: n for n, section in enumerate(dict.fromkeys(group[0].section for group in groups))}

"""Adding articles at a terminal: a progress bar meanwhile, one line of counts at the end."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.ingest import IngestReport
    from index.storage.corpus import Corpus
    from ui.render.wording import Wording


def add_with_progress(corpus: "Corpus", paths: tuple[str, ...], collection: str = "") -> "IngestReport":
    """Add with a progress bar that counts bytes."""
    from tqdm import tqdm

    from index.ingest import add as add_articles
    from index.records import LoadResult
    from index.sources.files import find, load

    found = find(paths)
    with tqdm(total=found.size, unit="B", unit_scale=True, disable=None, desc="Adding") as bar:

        def done(loaded: LoadResult) -> None:
            bar.update(max(0, loaded.read - bar.n))

        return add_articles(corpus, load(found, collection), done)


def report_text(report: "IngestReport", wording: "Wording") -> str:
    """Return one line of counts."""
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "skipped")}
    counts["failed"] = len(report.failures)
    return wording.terminal("add.report", **{name: str(count) for name, count in counts.items()})

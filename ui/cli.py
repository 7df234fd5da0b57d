"""The command line: `onrecord add`, `ask`, `search`, `people`, `serve`, `status`, `remove`, `backup`, `demo`.

Heavy parts are imported inside the commands that need them, so that `--help` is instant. Every fault a user can mend
ends as one sentence on standard error and exit code 1.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.errors import InputError, OnRecordError

if TYPE_CHECKING:
    from index.add import Report
    from index.archive import Archive
    from qa.ask import Asker

F = TypeVar("F", bound=Callable[..., Any])

SAMPLES = Path(__file__).parent / "samples"


class _OneSentence(click.Group):
    """A command group whose expected faults are printed, not raised."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord")
@click.option("--index", "folder", metavar="DIR", help="Index folder (also ONRECORD_INDEX).")
@click.option("--embedding-model", metavar="NAME", help="Model that made, or will make, the index.")
@click.pass_context
def main(ctx: click.Context, folder: str | None, embedding_model: str | None) -> None:
    """Ask a collection of news articles; answers are their own words, each cited to the sentence."""
    ctx.obj = {"index": folder, "embedding_model": embedding_model}


def _on_index(command: F) -> F:
    """Give a command the --index and --embedding-model options too, so that they may stand before or after it."""
    for name, key, text in (
        ("--embedding-model", "embedding_model", "Model that made, or will make, the index."),
        ("--index", "index", "Index folder (also ONRECORD_INDEX)."),
    ):
        command = click.option(
            name, key, expose_value=False, callback=_remember, metavar="DIR" if key == "index" else "NAME", help=text
        )(command)
    return command


def _remember(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None and parameter.name:
        ctx.obj = {**(ctx.obj or {}), parameter.name: value}


_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
_questions = click.option("--questions", type=click.Path(), help="JSON lines with id, question and, if known, date.")


@main.command()
@click.argument("paths", nargs=-1, required=True)
@_as_json
@_on_index
@click.pass_context
def add(ctx: click.Context, paths: tuple[str, ...], as_json: bool) -> None:
    """Add files and folders of articles: .txt .md .html .pdf .jsonl .csv."""
    report = _add(_archive(ctx), paths)
    if as_json:
        counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "skipped")}
        failures = [{"path": f.path, "line": f.line, "reason": f.reason} for f in report.failures]
        click.echo(json.dumps({**counts, "failed": len(failures), "failures": failures}, ensure_ascii=False))
    else:
        for failure in report.failures:
            click.echo(f"failed: {failure}", err=True)
        click.echo(str(report))
    sys.exit(1 if report.failures else 0)


@main.command()
@click.argument("article_ids", metavar="ID...", nargs=-1, required=True)
@_on_index
@click.pass_context
def remove(ctx: click.Context, article_ids: tuple[str, ...]) -> None:
    """Remove articles and everything derived from them."""
    archive = _archive(ctx, must_exist=True)
    unknown = [article_id for article_id in article_ids if not archive.store.remove(article_id)]
    archive.save_vectors()
    click.echo(f"{len(article_ids) - len(unknown)} removed")
    if unknown:
        raise InputError(f"No article has the id {', '.join(unknown)}: `onrecord status --json` lists the ids.")


@main.command()
@click.argument("question", required=False)
@_questions
@_as_json
@_on_index
@click.pass_context
def ask(ctx: click.Context, question: str | None, questions: str | None, as_json: bool) -> None:
    """Answer a question in the articles' own words, every sentence cited."""
    from ui.render import to_text
    from ui.shapes import answer_shape

    asker = _asker(ctx)
    for asked in _asked(question, questions):
        answer = asker.ask(asked["question"], asked=asked["date"])
        _print(answer_shape(answer, asked["id"]) if as_json or questions else to_text(answer))


@main.command()
@click.argument("question", required=False)
@click.option("-k", "count", default=20, show_default=True, type=click.IntRange(1, 1000), help="Passages at most.")
@_questions
@_as_json
@_on_index
@click.pass_context
def search(ctx: click.Context, question: str | None, count: int, questions: str | None, as_json: bool) -> None:
    """Find the passages that fit a question best."""
    from ui.render import hits_to_text
    from ui.shapes import passages_shape

    asker = _asker(ctx)
    for asked in _asked(question, questions):
        hits = asker.search(asked["question"], count, asked=asked["date"])
        shape = passages_shape(asked["question"], hits, asked["id"])
        _print(shape if as_json or questions else hits_to_text(hits))


@main.command()
@click.argument("name", required=False)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="People, or statements, at most.")
@click.option("--all", "nouns", is_flag=True, help='List who has no name too ("company", "police").')
@_as_json
@_on_index
@click.pass_context
def people(ctx: click.Context, name: str | None, limit: int, nouns: bool, as_json: bool) -> None:
    """List who is quoted, how often and on what; with NAME, what that person said."""
    from ui.record import people_text, records_text
    from ui.shapes import people_shape, records_shape

    asker = _asker(ctx, must_exist=True)
    if name is None:
        listed = asker.people(limit, nouns=nouns)
        _print(people_shape(listed) if as_json else people_text(listed))
        return
    records = asker.record(name, limit)
    if not records:
        raise InputError(f"Nobody called {name!r} is quoted in the articles: `onrecord people` lists who is.")
    _print(records_shape(name, records) if as_json else records_text(name, records))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--root-path", default="", help="Prefix that a reverse proxy strips.")
@click.option("--proxies", default="", help="Addresses of reverse proxies to believe, separated by commas.")
@_on_index
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, root_path: str, proxies: str) -> None:
    """Open the chat in the browser: http://127.0.0.1:8000."""
    _serve(_asker(ctx), host, port, root_path, proxies)


@main.command()
@_as_json
@_on_index
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say what is indexed, with which model, and whether the index is sound."""
    archive = _archive(ctx, must_exist=True)
    archive.store.database.check()
    articles, passages = archive.store.counts()
    model = archive.store.meta().get("model")
    if as_json:
        ids = [article.id for article in archive.store.articles()]
        folder = str(archive.folder)
        _print({"index": folder, "articles": articles, "passages": passages, "model": model, "ids": ids})
    else:
        _print(f"{archive.folder}: {articles} articles, {passages} passages, model {model}, sound")


@main.command()
@click.argument("destination", type=click.Path(path_type=Path))
@_on_index
@click.pass_context
def backup(ctx: click.Context, destination: Path) -> None:
    """Copy the index's truth to a file; put back as onrecord.sqlite3 it is the whole index."""
    if destination.exists():
        raise InputError(f"{destination} exists already: name a new file.")
    archive = _archive(ctx, must_exist=True)
    archive.store.database.backup(destination)
    click.echo(f"{destination} written")


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@_on_index
@click.pass_context
def demo(ctx: click.Context, port: int) -> None:
    """Index the sample articles that come with On Record, and open the chat."""
    # In an index of its own, so that invented articles never mix with the reader's.
    ctx.obj = {**ctx.obj, "index": ctx.obj.get("index") or str(Path(_default_folder()) / "demo")}
    click.echo(str(_add(_archive(ctx), (str(SAMPLES),))))
    _serve(_asker(ctx), "127.0.0.1", port, "", "")


def _add(archive: "Archive", paths: tuple[str, ...]) -> "Report":
    """Add with a progress bar that counts bytes."""
    from tqdm import tqdm

    from index.add import add as add_articles
    from index.load import Loaded, find, load

    found = find(paths)
    with tqdm(total=found.size, unit="B", unit_scale=True, disable=None, desc="Adding") as bar:

        def done(loaded: Loaded) -> None:
            bar.update(max(0, loaded.read - bar.n))

        return add_articles(archive, load(found), done)


def _serve(asker: "Asker", host: str, port: int, root_path: str, proxies: str) -> None:
    _check_port(host, port)
    from ui.app import serve as serve_app

    articles = asker.counts().articles
    if not articles:
        click.echo("Nothing is indexed yet: add articles with `onrecord add PATH`, or try `onrecord demo`.", err=True)
    click.echo(f"On Record: {articles} articles, http://{host}:{port}{root_path} (Ctrl+C stops)")
    serve_app(asker, host=host, port=port, root_path=root_path, proxies=proxies)


def _check_port(host: str, port: int) -> None:
    """Raise `InputError` when nothing can listen there, before seconds are spent on loading the page."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"Nothing can listen on {host}:{port} ({error.strerror or error}): choose another --port or --host."
            ) from error


def _archive(ctx: click.Context, must_exist: bool = False) -> "Archive":
    from index.archive import Archive
    from index.embed import DEFAULT_MODEL

    settings = ctx.obj or {}
    folder = Path(settings.get("index") or os.environ.get("ONRECORD_INDEX") or _default_folder())
    if must_exist and not Archive.exists(folder):
        raise InputError(f"There is no index in {folder}: make one with `onrecord add PATH`, or name it with --index.")
    return Archive(folder, settings.get("embedding_model") or DEFAULT_MODEL)


def _asker(ctx: click.Context, must_exist: bool = False) -> "Asker":
    from qa.ask import Asker

    return Asker(_archive(ctx, must_exist))


def _default_folder() -> str:
    from platformdirs import user_data_dir

    return user_data_dir("onrecord", appauthor=False)


def _asked(question: str | None, questions: str | None) -> Iterator[dict[str, Any]]:
    """The questions to answer: the one given, or each line of the file, with id and date where known."""
    from ui.question import accepted

    if (question is None) == (questions is None):
        raise InputError('Give either one question in quotation marks ("What did …?") or --questions FILE.jsonl.')
    if question is not None:
        yield {"id": None, "question": accepted(question), "date": None}
        return
    assert questions is not None
    try:
        lines = Path(questions).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{questions} cannot be read ({error}): give a UTF-8 file of JSON lines.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _asked_line(line, f"{questions}:{number}")


def _asked_line(line: str, where: str) -> dict[str, Any]:
    from ui.question import accepted

    try:
        row = json.loads(line)
        day = str(row.get("date") or "").replace("/", "-")[:10]
        return {
            "id": row.get("id"),
            "question": accepted(row["question"]),
            "date": date.fromisoformat(day) if day else None,
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f'{where}: not a question ({error}): each line is an object like {{"id": "1", "question": "…", "date": '
            '"2022-03-10"}, the date being optional.'
        ) from error


def _print(shown: object) -> None:
    click.echo(shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False))

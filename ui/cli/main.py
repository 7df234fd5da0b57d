"""The command line: `onrecord add`, `ask`, `search`, `people`, `serve`, `status`, `remove`, `backup`, `demo`.

Heavy parts are imported inside the commands that need them, so that `--help` is instant. Every fault a user can mend
ends as one sentence on standard error and exit code 1.
"""

import json
import sys
from pathlib import Path
from typing import Any

import click

from index.errors import InputError, OnRecordError
from ui.cli.adding import add_with_progress, report_text
from ui.cli.mcp import mcp_command
from ui.cli.options import (
    as_json_option,
    build_engine,
    build_models,
    build_scope,
    default_folder,
    format_option,
    index_options,
    model_options,
    open_corpus,
    questions_option,
    scope_options,
    wording_of,
)
from ui.cli.users import access_option, rules_at, user

SAMPLES = Path(__file__).parent / "samples"


class _OneSentence(click.Group):
    """A command group whose expected faults are printed, not raised."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            raise click.ClickException(wording_of(ctx).error(error)) from error


@click.group(cls=_OneSentence, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord")
@model_options
@index_options
def main() -> None:
    """Ask a collection of news articles; answers are their own words, each cited to the sentence."""


main.add_command(mcp_command)
main.add_command(user)


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--collection", default="", help="The collection of articles that name none themselves.")
@as_json_option
@index_options
@click.pass_context
def add(ctx: click.Context, paths: tuple[str, ...], collection: str, as_json: bool) -> None:
    """Add files and folders of articles: .txt .md .html .pdf .jsonl .csv."""
    report = add_with_progress(open_corpus(ctx), paths, collection)
    if as_json:
        from ui.api.schemas.library import IngestReportSchema

        _print(IngestReportSchema.of(report, wording_of(ctx)).model_dump())
    else:
        wording = wording_of(ctx)
        for failure in report.failures:
            reason = f"{failure.place}: {wording.error(failure.fault)}"
            click.echo(wording.terminal("add.failed", failure=reason), err=True)
        click.echo(report_text(report, wording))
    sys.exit(1 if report.failures else 0)


@main.command()
@click.argument("article_ids", metavar="ID...", nargs=-1, required=True)
@index_options
@click.pass_context
def remove(ctx: click.Context, article_ids: tuple[str, ...]) -> None:
    """Remove articles and everything derived from them."""
    corpus = open_corpus(ctx, must_exist=True)
    unknown = [article_id for article_id in article_ids if not corpus.store.remove(article_id)]
    corpus.synced_vectors.save()
    click.echo(wording_of(ctx).terminal("remove.removed", number=str(len(article_ids) - len(unknown))))
    if unknown:
        raise InputError(
            "No article has the id {ids}: `onrecord status --json` lists the ids.",
            "command.no_article",
            ids=", ".join(unknown),
        )


@main.command()
@click.argument("question", required=False)
@questions_option
@as_json_option
@format_option
@scope_options
@model_options
@index_options
@click.pass_context
def ask(
    ctx: click.Context,
    /,
    question: str | None,
    questions: str | None,
    as_json: bool,
    written: str | None,
    **scope: Any,
) -> None:
    """Answer a question from the articles, every sentence cited: in their own words, or written by a --model."""
    from ui.api.schemas.answers import AnswerSchema
    from ui.cli.questions import read_questions
    from ui.render.text import to_text

    wording = wording_of(ctx)
    answers, chosen = build_engine(ctx, models=build_models(ctx)).answers, build_scope(scope)
    for asked in read_questions(question, questions):
        answer = answers.ask(asked.question, asked=asked.day, scope=chosen)
        if written:
            from ui.api.export import FORMATS

            click.echo(FORMATS[written].write(answer, "", wording), nl=False)
        elif as_json or questions:
            _print(AnswerSchema.of(answer, asked.id, wording).model_dump())
        else:
            _print(to_text(answer, wording))


@main.command()
@click.argument("question", required=False)
@click.option("-k", "count", default=20, show_default=True, type=click.IntRange(1, 1000), help="Passages at most.")
@questions_option
@as_json_option
@scope_options
@index_options
@click.pass_context
def search(
    ctx: click.Context, /, question: str | None, count: int, questions: str | None, as_json: bool, **scope: Any
) -> None:
    """Find the passages that fit a question best."""
    from ui.api.schemas.answers import PassagesSchema
    from ui.cli.questions import read_questions
    from ui.render.text import hits_to_text

    answers, chosen = build_engine(ctx).answers, build_scope(scope)
    for asked in read_questions(question, questions):
        hits = answers.search(asked.question, count, asked=asked.day, scope=chosen)
        if as_json or questions:
            _print(PassagesSchema.of(asked.question, hits, asked.id).model_dump())
        else:
            _print(hits_to_text(hits, wording_of(ctx)))


@main.command()
@click.argument("name", required=False)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="People, or statements, at most.")
@click.option("--all", "nouns", is_flag=True, help='List who has no name too ("company", "police").')
@as_json_option
@index_options
@click.pass_context
def people(ctx: click.Context, name: str | None, limit: int, nouns: bool, as_json: bool) -> None:
    """List who is quoted, how often and on what; with NAME, what that person said."""
    from ui.api.schemas.library import PeopleSchema, PersonRecordsSchema
    from ui.cli.people import people_text, records_text

    catalogue = build_engine(ctx, must_exist=True).catalogue
    if name is None:
        listed = catalogue.people(limit, nouns=nouns)
        _print(PeopleSchema.of(listed).model_dump() if as_json else people_text(listed, wording_of(ctx)))
        return
    records = catalogue.person_record(name, limit)
    if not records:
        raise InputError(
            "Nobody called {name!r} is quoted in the articles: `onrecord people` lists who is.",
            "command.not_quoted",
            name=name,
        )
    _print(
        PersonRecordsSchema.of(name, records).model_dump() if as_json else records_text(name, records, wording_of(ctx))
    )


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--root-path", default="", help="Prefix that a reverse proxy strips.")
@click.option("--proxies", default="", help="Addresses of reverse proxies to believe, separated by commas.")
@click.option("--adding/--no-adding", default=None, help="May readers add articles? By default on this machine alone.")
@click.option("--max-file-mb", default=20.0, show_default=True, type=click.FloatRange(0.001), help="Largest document.")
@access_option
@model_options
@index_options
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    root_path: str,
    proxies: str,
    adding: bool | None,
    max_file_mb: float,
    access: Path | None,
) -> None:
    """Open the chat in the browser: http://127.0.0.1:8000."""
    wording, models = wording_of(ctx), build_models(ctx)
    settings = rules_at(access, host, wording)
    engine = build_engine(ctx, models=models)
    _check_port(host, port)
    from ui.access.uploads import upload_policy_for
    from ui.app import serve as serve_app
    from ui.cli.models import model_notices

    articles = engine.catalogue.counts().articles
    if not articles:
        click.echo(wording.terminal("serve.empty"), err=True)
    for line in model_notices(models, wording):
        click.echo(line)
    address = f"http://{host}:{port}{root_path}"
    click.echo(wording.terminal("serve.listening", number=str(articles), address=address))
    allowed = upload_policy_for(host, adding, max_file_mb, proxied=bool(proxies or root_path))
    serve_app(engine, host=host, port=port, root_path=root_path, proxies=proxies, settings=settings, adding=allowed)


@main.command()
@as_json_option
@index_options
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say what is indexed, with which model, and whether the index is sound."""
    corpus = open_corpus(ctx, must_exist=True)
    corpus.store.database.check()
    articles, passages = corpus.store.counts()
    model = corpus.store.meta().get("model")
    if as_json:
        ids = [article.id for article in corpus.store.articles()]
        folder = str(corpus.folder)
        _print({"index": folder, "articles": articles, "passages": passages, "model": model, "ids": ids})
    else:
        counted = {"articles": str(articles), "passages": str(passages)}
        _print(wording_of(ctx).terminal("status.sound", folder=corpus.folder, model=model, **counted))


@main.command()
@click.option("--cases", is_flag=True, help="Print them as cases for `python -m benchmarks.feedback`.")
@as_json_option
@index_options
@click.pass_context
def feedback(ctx: click.Context, cases: bool, as_json: bool) -> None:
    """Show what readers said of answers, oldest first."""
    from index.storage.feedback import list_feedback
    from ui.cli.feedback import case_shape, feedback_shape, feedback_text

    for entry in list_feedback(open_corpus(ctx, must_exist=True).store.database):
        _print(case_shape(entry) if cases else feedback_shape(entry) if as_json else feedback_text(entry))


@main.command()
@click.argument("destination", type=click.Path(path_type=Path))
@index_options
@click.pass_context
def backup(ctx: click.Context, destination: Path) -> None:
    """Copy the index's truth to a file; put back as onrecord.sqlite3 it is the whole index."""
    if destination.exists():
        raise InputError("{file} exists already: name a new file.", "command.file_exists", file=destination)
    corpus = open_corpus(ctx, must_exist=True)
    corpus.store.database.backup(destination)
    click.echo(wording_of(ctx).terminal("backup.written", file=destination))


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@model_options
@index_options
@click.pass_context
def demo(ctx: click.Context, port: int) -> None:
    """Index the sample articles that come with On Record, and open the chat."""
    build_models(ctx)  # a fault in naming them is told before anything is indexed
    # In an index of its own, so that invented articles never mix with the reader's.
    ctx.obj = {"index": str(Path(default_folder()) / "demo"), **(ctx.obj or {})}
    click.echo(report_text(add_with_progress(open_corpus(ctx), (str(SAMPLES),)), wording_of(ctx)))
    ctx.invoke(serve, port=port)


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
                "Nothing can listen on {address} ({error}): choose another --port or --host.",
                "command.port",
                address=f"{host}:{port}",
                error=error.strerror or error,
            ) from error


def _print(shown: object) -> None:
    click.echo(shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False))

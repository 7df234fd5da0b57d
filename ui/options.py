"""What the commands share: their options, and opening the index that these name."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.errors import InputError

if TYPE_CHECKING:
    from index.archive import Archive
    from index.article import Scope
    from qa.ask import Asker

F = TypeVar("F", bound=Callable[..., Any])

WRITTEN = ("text", "markdown", "html", "json", "bibtex", "ris")
"""How an answer can be written: the names of `ui/export.py`, which is imported only where it is needed."""


def on_index(command: F) -> F:
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


_DAY = click.DateTime(["%Y-%m-%d"])
_SCOPE = (
    click.option("--collection", "collections", multiple=True, help="Only these collections (may be repeated)."),
    click.option("--publisher", "publishers", multiple=True, help="Only these publishers (may be repeated)."),
    click.option("--person", default="", help="Only what this person says."),
    click.option("--since", type=_DAY, help="Only what was published on this day or later."),
    click.option("--until", type=_DAY, help="Only what was published on this day or before."),
)


def within_scope(command: F) -> F:
    """Give a command the options of a scope."""
    for option in reversed(_SCOPE):
        command = option(command)
    return command


as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
questions_option = click.option(
    "--questions", type=click.Path(), help="JSON lines with id, question and, if known, date."
)


def opened(ctx: click.Context, must_exist: bool = False) -> "Archive":
    """The index that a command names. Raises `InputError` when it must exist and does not."""
    from index.archive import Archive
    from index.embed import DEFAULT_MODEL

    settings = ctx.obj or {}
    folder = Path(settings.get("index") or os.environ.get("ONRECORD_INDEX") or default_folder())
    if must_exist and not Archive.exists(folder):
        raise InputError(f"There is no index in {folder}: make one with `onrecord add PATH`, or name it with --index.")
    return Archive(folder, settings.get("embedding_model") or DEFAULT_MODEL)


def asker_of(ctx: click.Context, must_exist: bool = False) -> "Asker":
    """What answers from that index."""
    from qa.ask import Asker

    return Asker(opened(ctx, must_exist))


def scope_of(options: dict[str, Any]) -> "Scope":
    """The scope of the options that `within_scope` gives."""
    from index.article import Scope

    days = {name: day.date() for name in ("since", "until") if (day := options[name])}
    return Scope(options["collections"], options["publishers"], options["person"], **days)


def default_folder() -> str:
    """Where the index is when none is named: the platform's folder for user data."""
    from platformdirs import user_data_dir

    return user_data_dir("onrecord", appauthor=False)

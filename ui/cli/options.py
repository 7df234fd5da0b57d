"""What the commands share: their options, and opening the index that these name."""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.errors import InputError

if TYPE_CHECKING:
    from index.records import Scope
    from index.storage.corpus import Corpus
    from qa.engine import AnswerEngine
    from qa.generation.models import ModelRouting
    from ui.render.wording import Wording

F = TypeVar("F", bound=Callable[..., Any])


class NameChoice(click.ParamType[str]):
    """One of some names, which are looked up only where they are needed: what knows them takes long to import."""

    name = "choice"

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        """`names` returns them in order."""
        self._names = names

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail with those that there are."""
        chosen: str = self._choice.convert(value, param, ctx)
        return chosen

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the names, as the help shows them."""
        return self._choice.get_metavar(param, ctx)

    @property
    def _choice(self) -> "click.Choice[str]":
        return click.Choice(list(self._names()))


def _formats() -> Iterable[str]:
    from ui.api.export import FORMATS

    return FORMATS


def _languages() -> Iterable[str]:
    from ui.render.wording import LANGUAGES

    return LANGUAGES


_LANGUAGE = f"{__name__}.language"
_Shared = tuple[tuple[str, dict[str, Any]], ...]
_INDEX: _Shared = (
    ("--index", {"metavar": "DIR", "help": "Index folder (also ONRECORD_INDEX)."}),
    ("--embedding-model", {"metavar": "NAME", "help": "Model that made, or will make, the index."}),
)
_LANGUAGES: _Shared = (
    (
        "--language",
        {"type": NameChoice(_languages), "help": "Language of answers and messages (also ONRECORD_LANGUAGE; en)."},
    ),
)
_MODEL: _Shared = (
    (
        "--model",
        {
            "multiple": True,
            "metavar": "[COLLECTION=]PROVIDER:NAME[@URL]",
            "help": "Chat model that writes answers; none keeps a collection from it (also ONRECORD_MODEL).",
        },
    ),
    ("--model-seconds", {"type": click.FloatRange(0, min_open=True), "help": "Longest wait for an answer (90)."}),
    ("--model-tokens", {"type": click.IntRange(1), "help": "Longest answer, in tokens (700)."}),
)


def index_options(command: F) -> F:
    """Give a command --index, --embedding-model and --language too, so that they may stand before or after it."""
    return _sharing(command, (*_INDEX, *_LANGUAGES))


def language_option(command: F) -> F:
    """Give a command --language alone."""
    return _sharing(command, _LANGUAGES)


def model_options(command: F) -> F:
    """Give a command the options of chat models, which may stand before or after it too."""
    return _sharing(command, _MODEL)


def _sharing(command: F, options: _Shared) -> F:
    for name, settings in reversed(options):
        command = click.option(name, expose_value=False, callback=_remember, **settings)(command)
    return command


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value not in (None, ()) and parameter.name:
        ctx.obj = {**(ctx.obj or {}), parameter.name: value}
        if parameter.name == "language":
            ctx.meta[_LANGUAGE] = value  # which outlives the command, whose fault is worded by the group


_DAY = click.DateTime(["%Y-%m-%d"])
_SCOPE = (
    click.option("--collection", "collections", multiple=True, help="Only these collections (may be repeated)."),
    click.option("--publisher", "publishers", multiple=True, help="Only these publishers (may be repeated)."),
    click.option("--person", default="", help="Only what this person says."),
    click.option("--since", type=_DAY, help="Only what was published on this day or later."),
    click.option("--until", type=_DAY, help="Only what was published on this day or before."),
)


def scope_options(command: F) -> F:
    """Give a command the options of a scope."""
    for option in reversed(_SCOPE):
        command = option(command)
    return command


format_option = click.option(
    "--format", "written", type=NameChoice(_formats), help="Write the answer as a document of its own."
)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
questions_option = click.option(
    "--questions", type=click.Path(), help="JSON lines with id, question and, if known, date."
)


def wording_of(ctx: click.Context) -> "Wording":
    """Return the wording of the language that a command names, else of ONRECORD_LANGUAGE, else English."""
    from ui.render.wording import Wording

    return Wording(ctx.meta.get(_LANGUAGE) or os.environ.get("ONRECORD_LANGUAGE") or "en")


def open_corpus(ctx: click.Context, must_exist: bool = False) -> "Corpus":
    """Open the index that a command names. Raises `InputError` when it must exist and does not."""
    from index.embedding import DEFAULT_MODEL, Embedder
    from index.storage.corpus import Corpus

    settings = ctx.obj or {}
    folder = Path(settings.get("index") or os.environ.get("ONRECORD_INDEX") or default_folder())
    if must_exist and not Corpus.exists(folder):
        raise InputError(
            "There is no index in {folder}: make one with `onrecord add PATH`, or name it with --index.",
            "command.no_index",
            folder=folder,
        )
    return Corpus.open(folder, Embedder(settings.get("embedding_model") or DEFAULT_MODEL))


def build_engine(
    ctx: click.Context, must_exist: bool = False, *, models: "ModelRouting | None" = None
) -> "AnswerEngine":
    """Return the engine over that index; `models` write the answers from the collections that they may read."""
    from qa.engine import AnswerEngine

    return AnswerEngine(open_corpus(ctx, must_exist), models)


def build_models(ctx: click.Context) -> "ModelRouting":
    """Open the chat models that a command names, else those of ONRECORD_MODEL; nothing is sent to them yet.

    Raises `InputError` for one that is not known, not installed, or without its key.
    """
    from qa.generation.models import ModelLimits, ModelRouting

    settings = ctx.obj or {}
    named = settings.get("model") or os.environ.get("ONRECORD_MODEL", "").split()
    limits = ModelLimits()
    seconds = settings.get("model_seconds", limits.seconds)
    # Who waits longer for the whole has a slow model, and waits longer for its first words too.
    first = max(limits.first_seconds, seconds * limits.first_seconds / limits.seconds)
    tokens = settings.get("model_tokens", limits.answer_tokens)
    return ModelRouting.parse(named, replace(limits, answer_tokens=tokens, first_seconds=first, seconds=seconds))


def build_scope(options: dict[str, Any]) -> "Scope":
    """Return the scope of the options that `scope_options` gives."""
    from index.records import Scope

    days = {name: day.date() for name in ("since", "until") if (day := options[name])}
    return Scope(options["collections"], options["publishers"], options["person"], **days)


def default_folder() -> str:
    """Where the index is when none is named: the platform's folder for user data."""
    from platformdirs import user_data_dir

    return user_data_dir("onrecord", appauthor=False)

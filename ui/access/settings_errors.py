"""What is wrong with a settings file, for the operator who writes it."""

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from index.errors import InputError

_SENTENCES = {
    "settings.rate": '{file}: {where}: write a number and a unit, as in "60/minute": see docs/portal.md.',
    "settings.text": "{file}: {where} must be a text in quotes: see docs/portal.md.",
    "settings.path": "{file}: {where} must be a text in quotes: the path of a file: see docs/portal.md.",
    "settings.too_short": "{file}: {where}: a name has at least one character: see docs/portal.md.",
    "settings.too_long": "{file}: {where}: a name has at most {max_length} characters: see docs/portal.md.",
    "settings.boolean": "{file}: {where} must be true or false, without quotes: see docs/portal.md.",
    "settings.whole": "{file}: {where} must be a whole number, without quotes: see docs/portal.md.",
    "settings.too_small": "{file}: {where} must be {ge} or more: see docs/portal.md.",
    "settings.too_large": "{file}: {where} must be {le} or less: see docs/portal.md.",
    "settings.empty": "{file}: {where} must name at least one: see docs/portal.md.",
    "settings.network": '{file}: {where}: write addresses, or networks as in "10.0.0.0/24": see docs/portal.md.',
    "settings.missing": "{file}: {where} is missing, and needed: see docs/portal.md.",
    "settings.list": '{file}: {where} must be a list, as in ["{example}"]: see docs/portal.md.',
    "settings.table": (
        "{file}: {where} must be a table: write [{where}], and what it says in the lines below: see docs/portal.md."
    ),
    "settings.origin_slash": (
        "{file}: {where}: {written!r} is no origin: leave the slash at the end away: see docs/portal.md."
    ),
    "settings.origin": (
        '{file}: {where}: {written!r} is no origin: write scheme and host, as in "https://portal.example": '
        "see docs/portal.md."
    ),
    "settings.issuer": (
        '{file}: {where}: {written!r} is no issuer: write its address, as in "https://login.example/realms/press": '
        "see docs/portal.md."
    ),
    "settings.unknown": '{file}: There is no setting "{where}": leave it out: see docs/portal.md.',
    "settings.misspelt": '{file}: There is no setting "{where}": did you mean "{near}"? See docs/portal.md.',
    "settings.unusable": "{file}: {where} cannot be used as it is written: see docs/portal.md.",
    "toml.value": (
        "{file}: line {line} cannot be read as TOML: a value is missing, or a text has no quotes: see docs/portal.md."
    ),
    "toml.same_table": (
        "{file}: line {line} cannot be read as TOML: the same table stands there twice: see docs/portal.md."
    ),
    "toml.same_setting": (
        "{file}: line {line} cannot be read as TOML: the same setting stands there twice: see docs/portal.md."
    ),
    "toml.equals": "{file}: line {line} cannot be read as TOML: a setting has no =: see docs/portal.md.",
    "toml.quote": "{file}: line {line} cannot be read as TOML: a quote is not closed: see docs/portal.md.",
    "toml.list": (
        "{file}: line {line} cannot be read as TOML: a bracket is not closed, or a comma is missing: "
        "see docs/portal.md."
    ),
    "toml.bracket": "{file}: line {line} cannot be read as TOML: a bracket is not closed: see docs/portal.md.",
    "toml.rest": (
        "{file}: line {line} cannot be read as TOML: something is left over behind the value: see docs/portal.md."
    ),
    "toml.unreadable": "{file}: line {line} cannot be read as TOML: {reason}: see docs/portal.md.",
}
_KINDS = {
    "string_pattern_mismatch": "settings.rate",
    "string_type": "settings.text",
    "path_type": "settings.path",
    "string_too_short": "settings.too_short",
    "string_too_long": "settings.too_long",
    "bool_parsing": "settings.boolean",
    "bool_type": "settings.boolean",
    "int_parsing": "settings.whole",
    "int_type": "settings.whole",
    "int_from_float": "settings.whole",
    "greater_than_equal": "settings.too_small",
    "less_than_equal": "settings.too_large",
    "too_short": "settings.empty",
    "ip_v4_network": "settings.network",
    "missing": "settings.missing",
    "frozen_set_type": "settings.list",
    "tuple_type": "settings.list",
    "model_type": "settings.table",
    "dict_type": "settings.table",
    "origin_slash": "settings.origin_slash",
    "origin": "settings.origin",
    "issuer": "settings.issuer",
}
"""The kind of each fault that pydantic finds, by the name that pydantic gives it."""
_UNTOUCHED = ("frozen_set_type", "tuple_type", "model_type", "dict_type")
_RATES = ("per_user", "per_address", "sign_in")
_TOML = {
    "Invalid value": "toml.value",
    "Cannot declare": "toml.same_table",
    "Cannot overwrite": "toml.same_setting",
    "Expected '='": "toml.equals",
    "Illegal character '\\n'": "toml.quote",
    "Unterminated": "toml.quote",
    "Unclosed": "toml.list",
    "Expected ']'": "toml.bracket",
    "Expected newline": "toml.rest",
}
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def settings_error(file: Path, error: ValidationError, rules: type[BaseModel]) -> InputError:
    """Return the first fault in the values of a settings file."""
    first = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        return _unknown(file, path, rules)
    # Behind the place in a list stands only how pydantic tried to read it.
    where = ".".join(path[: next((n for n, part in enumerate(first["loc"]) if isinstance(part, int)), len(path))])
    return _error(_kind(first, path), file, where=where, example=_example(first, path), **first.get("ctx", {}))


def _kind(first: ErrorDetails, path: list[str]) -> str:
    if path[-1] in _RATES and first["type"] not in _UNTOUCHED:
        return "settings.rate"
    return _KINDS.get(first["type"], "settings.unusable")


def _error(kind: str, file: Path, /, **values: object) -> InputError:
    return InputError(_SENTENCES[kind], kind, file=file, **values)


def _example(first: ErrorDetails, path: list[str]) -> str:
    if isinstance(first["input"], str):
        return first["input"]
    return "@press" if path[0] == "collections" else "…"


def toml_error(file: Path, error: tomllib.TOMLDecodeError, text: str) -> InputError:
    """Return where a text is no TOML, and the most likely reason."""
    said = str(error)
    at = _AT.search(said)
    line = at[1] if at and at[1] else len(text.rstrip().splitlines()) or 1
    kind = next((kind for start, kind in _TOML.items() if said.startswith(start)), "toml.unreadable")
    return _error(kind, file, line=str(line), reason=_AT.sub("", said).lower())


def _unknown(file: Path, path: list[str], rules: type[BaseModel]) -> InputError:
    # Tables stand one below another, or, as those of collections do, below a name that is free.
    table = _table_in(rules.model_fields[path[0]].annotation) if len(path) > 1 else rules
    near = get_close_matches(path[-1].lower(), table.model_fields if table else (), 1)
    if near:
        return _error("settings.misspelt", file, where=".".join(path), near=near[0])
    return _error("settings.unknown", file, where=".".join(path))


def _table_in(annotation: Any) -> type[BaseModel] | None:
    """Return the table below a setting, also where it may be missing, or where each has a name of its own."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((table for part in get_args(annotation) if (table := _table_in(part))), None)

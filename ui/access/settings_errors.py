"""Sentences for faults in a settings file, for the operator who writes it."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_RATE = 'write a number and a unit, as in "60/minute"'
_TEXT = "must be a text in quotes"
_WHOLE = "must be a whole number, without quotes"
_SAYS = {
    "string_pattern_mismatch": f": {_RATE}",
    "string_type": f" {_TEXT}",
    "path_type": f" {_TEXT}: the path of a file",
    "string_too_short": ": a name has at least one character",
    "string_too_long": ": a name has at most {max_length} characters",
    "bool_parsing": " must be true or false, without quotes",
    "bool_type": " must be true or false, without quotes",
    "int_parsing": f" {_WHOLE}",
    "int_type": f" {_WHOLE}",
    "int_from_float": f" {_WHOLE}",
    "greater_than_equal": " must be {ge} or more",
    "less_than_equal": " must be {le} or less",
    "too_short": " must name at least one",
    "ip_v4_network": ': write addresses, or networks as in "10.0.0.0/24"',
    "missing": " is missing, and needed",
    "value_error": ": {error}",
}
"""The words behind the name of the setting, for each fault that pydantic finds."""
_RATES = ("per_user", "per_address", "sign_in")
_LISTS = ("frozen_set_type", "tuple_type")
_TABLES = ("model_type", "dict_type")
_TOML = {
    "Invalid value": "a value is missing, or a text has no quotes",
    "Cannot declare": "the same table stands there twice",
    "Cannot overwrite": "the same setting stands there twice",
    "Expected '='": "a setting has no =",
    "Illegal character '\\n'": "a quote is not closed",
    "Unterminated": "a quote is not closed",
    "Unclosed": "a bracket is not closed, or a comma is missing",
    "Expected ']'": "a bracket is not closed",
    "Expected newline": "something is left over behind the value",
}
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def sentence_of(error: ValidationError, rules: type[BaseModel]) -> str:
    """Return the first fault in the values of a settings file, without a full stop."""
    first = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    return _unknown(path, rules) if first["type"] == "extra_forbidden" else _complaint(first, path)


def _complaint(first: ErrorDetails, path: list[str]) -> str:
    # Behind the place in a list stands only how pydantic tried to read it.
    where = ".".join(path[: next((n for n, part in enumerate(first["loc"]) if isinstance(part, int)), len(path))])
    if first["type"] in _LISTS:
        return f'{where} must be a list, as in ["{_example(first, path)}"]'
    if first["type"] in _TABLES:
        return f"{where} must be a table: write [{where}], and what it says in the lines below"
    if path[-1] in _RATES:
        return f"{where}: {_RATE}"
    said = _SAYS.get(first["type"], " cannot be used as it is written")
    return where + said.format_map(_InputTable(first.get("ctx", {})))


def _example(first: ErrorDetails, path: list[str]) -> str:
    if isinstance(first["input"], str):
        return first["input"]
    return "@press" if path[0] == "collections" else "…"


def toml_sentence_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Return where a text is no TOML, and the most likely reason, without a full stop."""
    said = str(error)
    at = _AT.search(said)
    line = at[1] if at and at[1] else len(text.rstrip().splitlines()) or 1
    why = next((plain for start, plain in _TOML.items() if said.startswith(start)), _AT.sub("", said).lower())
    return f"line {line} cannot be read as TOML: {why}"


def _unknown(path: list[str], rules: type[BaseModel]) -> str:
    # Tables stand one below another, or, as those of collections do, below a name that is free.
    table = _table_in(rules.model_fields[path[0]].annotation) if len(path) > 1 else rules
    near = get_close_matches(path[-1].lower(), table.model_fields if table else (), 1)
    advice = f'did you mean "{near[0]}"?' if near else "leave it out"
    return f'There is no setting "{".".join(path)}": {advice}'


def _table_in(annotation: Any) -> type[BaseModel] | None:
    """Return the table below a setting, also where it may be missing, or where each has a name of its own."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((table for part in get_args(annotation) if (table := _table_in(part))), None)


class _InputTable(dict[str, Any]):
    """The values of a fault; "…" for those that pydantic does not give."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)

    def __missing__(self, key: str) -> str:
        return "…"

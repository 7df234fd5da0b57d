"""What is wrong with a value of a request, as pydantic finds it, worded for its sender."""

from pydantic_core import ErrorDetails

from index.errors import InputError

_SENTENCES = {
    "value.missing": "{message}",
    "value.unknown": "{message}",
    "value.text": "{message}",
    "value.too_short": "{message}",
    "value.too_long": "{message}",
    "value.whole": "{message}",
    "value.too_small": "{message}",
    "value.too_large": "{message}",
    "value.list": "{message}",
    "value.too_few": "{message}",
    "value.too_many": "{message}",
    "value.choice": "{message}",
    "value.boolean": "{message}",
    "value.object": "{message}",
    "value.day": "{message}",
    "value.other": "{message}",
}
"""In English pydantic's own."""
_KINDS = {
    "missing": "value.missing",
    "extra_forbidden": "value.unknown",
    "string_type": "value.text",
    "string_too_short": "value.too_short",
    "string_too_long": "value.too_long",
    "int_type": "value.whole",
    "int_parsing": "value.whole",
    "int_from_float": "value.whole",
    "whole_number": "value.whole",
    "greater_than_equal": "value.too_small",
    "less_than_equal": "value.too_large",
    "list_type": "value.list",
    "tuple_type": "value.list",
    "too_short": "value.too_few",
    "too_long": "value.too_many",
    "literal_error": "value.choice",
    "bool_type": "value.boolean",
    "bool_parsing": "value.boolean",
    "dict_type": "value.object",
    "model_type": "value.object",
    "model_attributes_type": "value.object",
    "day": "value.day",
    "date_from_datetime_parsing": "value.day",
}
_LIMITS = ("ge", "le", "min_length", "max_length")


def invalid_request(where: str, first: ErrorDetails) -> InputError:
    """Return the error of a request with a value that cannot be used."""
    return InputError(
        "The request is not as expected: {where}: {message}.",
        "request.invalid",
        where=where,
        message=value_error(first),
    )


def value_error(first: ErrorDetails) -> InputError:
    """Return the error of one value, without where it stands."""
    kind, given = _KINDS.get(first["type"], "value.other"), first.get("ctx", {})
    return InputError(
        _SENTENCES[kind],
        kind,
        message=first["msg"],
        limit=next((given[name] for name in _LIMITS if name in given), 0),
        choices=str(given.get("expected", "")).replace(" or ", ", "),
    )

"""Names of bodies that go on over small words: "Marsh & Sons", "Union of Bakers and Millers", "Friends of the Fen"."""

from collections.abc import Sequence

from index.attribution.languages.language import Language


def body_end(raw: Sequence[str], end: int, language: Language) -> int:
    """Return the index after the name of a body whose first run of capitals ends before word `end`, or `end`."""
    if raw[end : end + 1] == ["&"]:
        return _run_end(raw, end + 1, language)
    head = raw[end - 1]
    if head not in language["institutions"] or not language["links"].issuperset(raw[end : end + 1]):
        return end
    last = _of_what(raw, end, language)
    return _joined(raw, last, language) if last > end and head in language["guilds"] else last


def _of_what(raw: Sequence[str], of: int, language: Language) -> int:
    """Return the index after what follows "of" or "for": "the Fen", or `of` when nothing with a capital does."""
    first = of + 1 + (raw[of + 1 : of + 2] == ["the"])
    last = _run_end(raw, first, language)
    return last if last > first else of


def _joined(raw: Sequence[str], last: int, language: Language) -> int:
    """Return the index after "and Millers", which goes on with the name as the name of a person would not."""
    if not language["and"].issuperset(raw[last : last + 1]):
        return last
    end = _run_end(raw, last + 1, language)
    is_name = raw[last + 1 : last + 2] and raw[last + 1] in language.name_genders.keys() | language["titles"]
    return last if is_name or not raw[end - 1].endswith("s") else end


def _run_end(raw: Sequence[str], first: int, language: Language) -> int:
    end = first
    while end < len(raw) and raw[end][0].isupper() and raw[end] not in language["not_names"]:
        end += 1
    return end

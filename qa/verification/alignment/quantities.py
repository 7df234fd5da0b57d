"""Amounts with what limits them: "no more than 200 million euros" is one, at most so many, in euros."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from index.text.words import load_words
from qa.verification.rules.numbers import Number, numbers

_WORDS = load_words(Path(__file__).parent)
_LIMITS = {phrase: name for name, phrases in _WORDS.sections["limits"].items() for phrase in phrases}
_LIMIT = "|".join(sorted(map(re.escape, _LIMITS), key=len, reverse=True))
_AT_FIRST = re.compile(rf"(?:{_LIMIT})\s", re.IGNORECASE)
_ONE = (
    r"(?:[€$£¥]\s?)?\d+(?:[.,]\d+)*(?:\s(?:hundred|thousand|million|billion|trillion)\b|(?:bn|mn|m|k)\b)?"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|million|billion)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand"
    r"|million|billion)\b)*\b"
)
_UNIT = r"(?:\s?%|\s(?:per\s?cent|percent|euros?|dollars?|pounds?|°\s?C|degrees(?:\sCelsius)?|crowns?)\b)"
_SCORE = re.compile(
    r"(?<!from )(?<![\w.,])(\d[\d,]*)(?: votes)? to (\d[\d,]*)(?![\w%]|[.,]\d| (?:million|billion|percent))"
)
_QUANTITY = re.compile(rf"(?:\b(?P<limit>{_LIMIT})\s)?(?<![\w.-])(?P<number>{_ONE}){_UNIT}?(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount, and where it stands."""

    start: int
    end: int
    number: Number
    limit: str
    """most, least, more, less, about or nothing."""

    def says(self, other: "Quantity") -> bool:
        """Whether the same amount is given, limited alike; what is about so much may be so much written there."""
        one, two = self.number, other.number
        if one.value != two.value or len({_unit(one), _unit(two)} - {""}) > 1:
            return self.limit == "about" and _unit(one) == _unit(two) and _is_near(one, two)
        return self.limit in (other.limit, "about" if not other.limit else other.limit)


def _unit(number: Number) -> str:
    return "%" if number.percent else number.currency


def _is_near(one: Number, two: Number) -> bool:
    return abs(one.value - two.value) * 25 <= abs(two.value)


def find_quantities(text: str) -> list[Quantity]:
    """Return the amounts of a text in order."""
    scores = [_score(match) for match in _SCORE.finditer(text)]
    within = {place for score in scores for place in range(score.start, score.end)}
    amounts = (_amount(match) for match in _QUANTITY.finditer(text) if match.start() not in within)
    return sorted((*scores, *filter(None, amounts)), key=lambda q: q.start)


def _amount(match: re.Match[str]) -> Quantity | None:
    number = numbers(match.group()[match.start("number") - match.start() :])
    limit = _LIMITS.get((match["limit"] or "").casefold(), "")
    return Quantity(match.start(), match.end(), number[0], limit) if len(number) == 1 else None


def without_limits(text: str) -> tuple[str, list[Quantity]]:
    """Return a text without what limits its amounts, which parsers hang anywhere, and these where they then are."""
    found = find_quantities(text)
    parts, end = [], 0
    placed = []
    for quantity in found:
        limit = _AT_FIRST.match(text, quantity.start)
        start = limit.end() if limit and quantity.limit in _LIMITS.values() else quantity.start
        parts.append(text[end : quantity.start])
        at = sum(map(len, parts))
        parts.append(text[start : quantity.end])
        placed.append(replace(quantity, start=at, end=at + quantity.end - start))
        end = quantity.end
    return "".join((*parts, text[end:])), placed


def _score(match: re.Match[str]) -> Quantity:
    """Return a count of votes or goals as one: "29 votes to 26"."""
    first, second = (Decimal(match[n].replace(",", "")) for n in (1, 2))
    return Quantity(match.start(), match.end(), Number(first), f"to {second}")

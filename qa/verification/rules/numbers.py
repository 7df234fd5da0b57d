"""Numbers that a sentence gives: each must stand in what it cites, however it is written there.

"Two million", "2m" and "2,000,000" are one number, "half" and "50%" are; a number that the sentence calls rough may be
rounded. Days and years are not read here (`days`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from text_to_num import alpha2digit

from index.text.words import load_words
from qa.verification.rules.dates import without_days
from qa.verification.rules.rule import Claim

_WORDS = load_words(Path(__file__).parent)
_SCALES: dict[str, int] = _WORDS.sections["numbers"]["scales"]
_CURRENCIES: dict[str, str] = _WORDS.sections["numbers"]["currencies"]
_PARTS: dict[str, int] = _WORDS.sections["numbers"]["parts"]
_TOPS: dict[str, int] = _WORDS.sections["numbers"]["tops"]
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![^\W\d]-)(?P<sign>[€$£¥])?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<ordinal>st|nd|rd|th)?(?:[ -]?(?P<scale>{_SCALE})\b|\s(?P<zeros>10{{3,12}})\b)?"
    r"(?P<rest>[ -]?(?P<percent>%|per ?cent|percent)|\s(?P<unit>[a-z]+))?(?!\d)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?:(?P<top>an?|one|{'|'.join(_TOPS)})[ -])?(?P<part>{'|'.join(_PARTS)})\b",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(r"\b(?:the|these|those|both) two\b", re.IGNORECASE)
"""Points back at what was named, and counts nothing anew."""
_SPANS = ((re.compile(r"\b(?:a|one) decade\b"), "10 years"), (re.compile(r"\ba century\b"), "100 years"))
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_DOZEN = re.compile(r"\b(?:a |one |half a )?dozen\b", re.IGNORECASE)
_ROUGH = re.compile(
    rf"\b(?:(?P<near>{_WORDS.either('numbers', 'near')})"
    rf"|(?P<over>{_WORDS.either('numbers', 'over')})|(?P<under>{_WORDS.either('numbers', 'under')}))"
    r"\s+(?:a\s+)?[€$£¥]?$",
    re.IGNORECASE,
)
_ROUNDING = Decimal("0.08")
"""How far a number called rough may be from the one that stands in the source."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number as it is meant."""

    value: Decimal
    percent: bool = False
    currency: str = ""
    rough: str = ""
    """"near", "over" or "under", where it is called so."""

    def __str__(self) -> str:
        """As a fault names it."""
        return f"{self.value.normalize():,f}{'%' if self.percent else ''}"


def unsupported(claim: Claim) -> list[str]:
    """Return the numbers of a sentence that stand in no premise; a lone "one" is no number, and neither is a day."""
    known = [number for text in claim.texts for number in numbers(without_days(text))]
    counted = _ANAPHOR.sub(" ", without_days(claim.sentence))
    currencies = {number.currency for number in known}
    return [
        str(n)
        for n in numbers(counted)
        if not any(_meets(n, other) for other in known) or (n.currency and n.currency not in currencies)
    ]


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text: fractions first, then the others in order."""
    for pattern, years in _SPANS:
        text = pattern.sub(f" {years}", text)
    text = _DOZEN.sub(lambda m: " 6" if "half" in m.group().lower() else " 12", text)
    return (*_fractions(text), *_whole(_FRACTION.sub(lambda m: " " if _is_share(m) else m.group(), text)))


def _fractions(text: str) -> Iterator[Number]:
    for match in _FRACTION.finditer(text):
        if _is_share(match):
            share = Decimal(_TOPS.get((match["top"] or "").lower(), 1)) / _PARTS[match["part"].lower()]
            yield Number(share * 100, percent=True)


def _is_share(match: re.Match[str]) -> bool:
    """Whether it is a part of something, not the third of several."""
    return bool(match["top"]) or match["part"].lower().startswith("hal")


def _whole(text: str) -> Iterator[Number]:
    text = _HYPHEN.sub(" ", text).replace("\N{NO-BREAK SPACE}", " ")  # "a nine-day strike"
    text = str(alpha2digit(text, "en", threshold=0))
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value != 1 or any(match[part] for part in ("percent", "sign", "scale")):
            currency = _CURRENCIES.get(match["sign"] or (match["unit"] or "").casefold(), "")
            called = _ROUGH.search(text[: match.start()])
            yield Number(value, bool(match["percent"]), currency, (called and called.lastgroup) or "")


def _value(match: re.Match[str]) -> Decimal:
    scale = _SCALES.get((match["scale"] or "").casefold(), 1)
    return Decimal(match["digits"].replace(",", "")) * scale * Decimal(match["zeros"] or 1)


def _meets(said: Number, source: Number) -> bool:
    return _may_be_compared(said, source) and (said.value == source.value or _rounds(said, source))


def _may_be_compared(said: Number, source: Number) -> bool:
    # "9 per cent and 4.5": what is no whole number counts nothing.
    if said.percent and not source.percent and said.value == said.value.to_integral_value():
        return False
    return not (said.currency and source.currency) or said.currency == source.currency


def _rounds(said: Number, source: Number) -> bool:
    """Whether a number called rough is near enough to another, and on the side that its sentence says."""
    if not said.rough or abs(said.value - source.value) > _ROUNDING * abs(source.value):
        return False
    return said.rough == "near" or (source.value > said.value) == (said.rough == "over")

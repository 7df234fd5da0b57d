"""Errors put into true sentences by program: what a chat model gets wrong, made on purpose so that it can be counted.

Each error names its kind and the words that were changed. The choice is made by a seeded generator, so that the same
sentences always give the same errors.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from index.attribution.languages.language import load_language
from index.attribution.mentions import read_names
from index.attribution.quotations import find_quotations
from index.attribution.tokens import tokenize

OPPOSITES = Path(__file__).parent / "opposites.txt"
"""One pair of words a line, each the opposite of the other."""

_LANGUAGE = load_language("english")
_NUMBER = re.compile(
    r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty)\b"
)
_WORDS_FOR = "two three four five six seven eight nine ten twelve twenty thirty".split()
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|does|did)\b(?! not\b|n[’']t\b| no\b)"
)
_NOT = re.compile(r"\b(\w+?)(?:n[’']t| not)\b|\bnever ", re.IGNORECASE)
_CERTAIN = (
    (re.compile(r"\b(?:may|might|could) (?=[a-z]+\b)"), "will "),
    (re.compile(r"\bplans to (?=[a-z]+\b)"), "refuses to "),
    (re.compile(r"\bsome of the\b"), "all of the"),
    (re.compile(r"\bis expected to\b"), "is certain to"),
    (re.compile(r"\bat least\b"), "at most"),
    (re.compile(r"\bmore than\b"), "less than"),
    (re.compile(r"\bfewer than\b"), "more than"),
    (re.compile(r"\bbefore\b"), "after"),
    (re.compile(r"\bafter\b"), "before"),
    (re.compile(r"\bwithout\b"), "with"),
)
_INVENTED = (
    "a total disgrace", "the worst decision of my life", "we were never told", "nothing will change", "a great day",
    "I cannot accept this", "it was a mistake", "the facts speak for themselves", "they knew all along",
    "a bitter pill", "we will see them in court", "there is no plan",
    "an insult to every voter", "not on my watch", "it is over",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Error:
    """A sentence made false."""

    text: str
    kind: str
    """number, name, quote, speaker, negation, opposite, role or certainty."""
    before: str
    after: str
    start: int
    """Where the changed words begin, in `text`."""


Maker = Callable[[str, "Pools", random.Random], Iterator[Error]]


@dataclass(frozen=True, slots=True)
class Pools:
    """What may be put in the place of something else."""

    names: Sequence[str]
    """Names of the same article, and of others."""
    quotations: Sequence[str] = _INVENTED
    opposites: Sequence[tuple[str, str]] = ()


def opposites(path: Path = OPPOSITES) -> list[tuple[str, str]]:
    """Return the pairs of the list."""
    return [(a, b) for a, b in (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())]


def errors(sentence: str, pools: Pools, chance: random.Random) -> list[Error]:
    """At most one error of each kind."""
    made = []
    for maker in (_number, _name, _quote, _negation, _opposite, _role, _certainty):
        found = [error for error in maker(sentence, pools, chance) if error.text != sentence]
        if found:
            made.append(chance.choice(found))
    return made


def names_in(text: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of every name of a person, place or body, without its titles; "Ukrainian" is none."""
    words = tokenize(text, _LANGUAGE.word_pattern)
    found = []
    for name in read_names(words, _LANGUAGE):
        if name.parts and name.parts[-1] not in _LANGUAGE["demonyms"]:
            first = name.first + len(name.titles)
            last = min(first + len(name.parts), name.last)
            found.append((words.starts[first], words.ends[last - 1], text[words.starts[first] : words.ends[last - 1]]))
    return found


def _changed(sentence: str, span: tuple[int, int], new: str, kind: str) -> Error:
    start, end = span
    return Error(sentence[:start] + new + sentence[end:], kind, sentence[start:end], new, start)


def _number(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    for match in _NUMBER.finditer(sentence):
        old = match.group()
        if old in _WORDS_FOR:
            new = chance.choice([word for word in _WORDS_FOR if word != old])
        else:
            digits = [n for n, c in enumerate(old) if c.isdigit()]
            at = chance.choice(digits)
            new = old[:at] + chance.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :]
        yield _changed(sentence, match.span(), new, "number")


def _name(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    for start, end, name in names_in(sentence):
        others = [n for n in pools.names if not set(n.split()) & set(name.split()) and n not in sentence]
        if others:
            yield _changed(sentence, (start, end), chance.choice(others), "name")


def _quote(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    for quotation in find_quotations(sentence):
        inside = sentence[quotation.start + 1 : quotation.end - 1]
        if len(inside.split()) < 3:
            continue
        ending = inside[-1] if inside[-1:] in ",.!?" else ""
        yield _changed(
            sentence, (quotation.start + 1, quotation.end - 1), chance.choice(pools.quotations) + ending, "quote"
        )
        words = list(re.finditer(r"\b[a-z]{4,}\b", inside))
        if len(words) > 2:
            one, other = chance.sample(words, 2)
            if one.group() != other.group():
                at = quotation.start + 1 + one.start()
                yield _changed(sentence, (at, at + len(one.group())), other.group(), "quote")


def _negation(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    for match in _NOT.finditer(sentence):
        yield _changed(sentence, match.span(), match[1] or "", "negation")
    for match in _AUXILIARY.finditer(sentence):
        yield _changed(sentence, match.span(), f"{match.group()} not", "negation")


def _opposite(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    pairs = {a: b for pair in pools.opposites for a, b in (pair, pair[::-1])}
    for match in re.finditer(r"\b[a-z]+\b", sentence):
        if match.group() in pairs:
            yield _changed(sentence, match.span(), pairs[match.group()], "opposite")


def _role(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    found = names_in(sentence)
    for (a, b, one), (c, d, other) in pairwise(found):
        between = sentence[b:c].strip()
        # "Lavrov and Kuleba" turned around says the same; words between must part them.
        if one != other and len(between.split()) > 1 and not set(one.split()) & set(other.split()):
            yield Error(sentence[:a] + other + sentence[b:c] + one + sentence[d:], "role", one, other, a)


def _certainty(sentence: str, pools: Pools, chance: random.Random) -> Iterator[Error]:
    for pattern, new in _CERTAIN:
        for match in pattern.finditer(sentence):
            yield _changed(sentence, match.span(), new, "certainty")

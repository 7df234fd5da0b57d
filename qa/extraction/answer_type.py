"""What kind of thing a question asks for, and whether a sentence holds one: a place, a time, a number, a name."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from index.text.keywords import STOP_WORDS, stem, stems
from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_NUMBER = re.compile(rf"\d|\b(?:{_WORDS.either('answer_type', 'numbers')})\b", re.IGNORECASE)
AMOUNT = re.compile(
    rf"[$€£¥]\s?\d|\d[\d,.]*(?:\s*%|\s+(?:{_WORDS.either('answer_type', 'units')})\b)"
    rf"|\b(?:{_WORDS.either('answer_type', 'shares')})\b",
    re.IGNORECASE,
)
MONEY = re.compile(rf"[$€£¥]\s?\d|\d[\d,.]*\s+(?:{_WORDS.either('answer_type', 'money')})\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"\b(?!(?:19|20)\d\d\b)\d[\d,.]*\b|\b(?:{_WORDS.either('answer_type', 'numbers')})\b", re.IGNORECASE
)
_AGE = re.compile(r"\b\d{1,3}[- ]years?[- ]old\b|\baged? (?:of )?\d|, \d{1,3}(?=[,.;)]|$)|\bborn\b", re.IGNORECASE)
_REASON = re.compile(rf"\b(?:{_WORDS.either('answer_type', 'reasons')})\b", re.IGNORECASE)
_TIME = re.compile(rf"\b(?:\d{{4}}|{_WORDS.either('answer_type', 'times')}|\d{{1,2}} [ap]\.?m)\b")
_PLACE = re.compile(rf"\b(?:{_WORDS.either('answer_type', 'place_prepositions')}) (?:the )?(?:[\w-]+ ){{0,3}}[A-Z]\w+")
_PERSON = re.compile(r"(?<=[a-z,”\"] )[A-Z][\w’-]+|^[A-Z][\w’-]+ [A-Z]")

_WORD = re.compile(r"[^\W_]+(?:[.,](?=\d)[^\W_]+)*")
_PHRASE = 4
"""Words within which what belongs together stands."""
_COUNTED = re.compile(r"\bhow many (?:more |other |new |different )?([a-z]+)", re.IGNORECASE)
_ASKS_TO_NAME = re.compile(r"^(?:which|what|list|name)\b|\bwhat are\b", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|several|the following) (?:[a-z]+ )?([a-z]+s)\b",
    re.IGNORECASE,
)
_ANYTHING = _WORDS.set("answer_type", "anything")

_WHAT_IS = re.compile(
    r"^(?:what|who)(?:['’]?s|\s+is|\s+are|\s+was|\s+were)\s+(?:the\s+|an?\s+)?(?P<what>\w+(?:\s+\w+){0,2})[\s?.!]*$",
    re.IGNORECASE,
)

_EXPECTED = (
    (re.compile(r"\bhow old\b", re.IGNORECASE), _AGE),
    (re.compile(r"\bhow (?:much|big|high|expensive)\b|\bwhat (?:percentage|share|price)\b", re.IGNORECASE), AMOUNT),
    (re.compile(r"\bhow many\b|\bwhat number\b", re.IGNORECASE), _COUNT),
    (re.compile(r"\bhow (?:long|far|often)\b", re.IGNORECASE), _NUMBER),
    (re.compile(r"^why\b|\bwhy (?:did|does|do|is|was|were|are|has|have)\b", re.IGNORECASE), _REASON),
    (re.compile(r"^(?:when|what (?:day|year|date))\b", re.IGNORECASE), _TIME),
    (re.compile(r"^(?:where|(?:in |at )?(?:what|which) (?:city|country|place|state))\b", re.IGNORECASE), _PLACE),
    (re.compile(r"^(?:who|whom|whose)\b", re.IGNORECASE), _PERSON),
)


def expected_answer_type(question: str) -> re.Pattern[str] | None:
    """Return what the kind of thing asked for looks like, or None when the question does not say."""
    return next((looked_for for asks, looked_for in _EXPECTED if asks.search(question)), None)


def has_answer_of_type(question: str, sentence: str) -> bool:
    """Whether `sentence` holds the kind of thing that `question` asks for; True when the question does not say."""
    kind = expected_answer_type(question)
    return kind is None or bool(kind.search(sentence))


def can_be_answered(question: str, texts: Sequence[str]) -> bool:
    """Whether any of the texts holds an age where one is asked for, and what is counted where a number is."""
    kind = expected_answer_type(question)
    if kind is _AGE:
        return any(map(_AGE.search, texts))
    counted = _COUNTED.search(question)
    if not counted or counted[1].lower() in _ANYTHING:
        return True
    return any(stem(counted[1]) in stems(text) for text in texts)


def keeps_phrases(question: str, sentence: str) -> bool:
    """Whether words that a question puts together, "mayor of Norvik", "20 ships", stand together in a sentence too."""
    asked, held = _WORD.findall(question.lower()), [stem(word) for word in _WORD.findall(sentence.lower())]
    content = [at for at, word in enumerate(asked) if word not in STOP_WORDS]
    pairs = [(one, other) for one, other in pairwise(content) if "of" in asked[one + 1 : other]]
    return all(_are_near(stem(asked[one]), stem(asked[other]), held) for one, other in pairs) and _has_count(
        question, sentence
    )


def _are_near(one: str, other: str, words: Sequence[str]) -> bool:
    places, others = ([at for at, word in enumerate(words) if word == wanted] for wanted in (one, other))
    return any(abs(at - place) <= _PHRASE for at in places for place in others)


def _has_count(question: str, sentence: str) -> bool:
    """Whether a number stands close before the noun of a "how many": "312 people", "some 300 of the dockers"."""
    counted = _COUNTED.search(question)
    if counted is None:
        return True
    words, noun = _WORD.findall(sentence), stem(counted[1].lower())
    places = [at for at, word in enumerate(words) if stem(word.lower()) == noun]
    return any(_COUNT.search(" ".join(words[max(0, at - _PHRASE) : at])) for at in places)


def says_what_it_is(question: str, sentence: str) -> bool:
    """Whether a sentence says what a question asks the meaning of: "What is NAME?", "NAME Inc., a firm that …"."""
    asked = _WHAT_IS.match(question)
    if not asked:
        return False
    said = rf"\b{re.escape(asked['what'])}\b(?:\W+[A-Z][\w.]*)?(?:,| is| was| are| were)\s+(?:an?|the|one|its)\s"
    return bool(re.search(said, sentence, re.IGNORECASE))


def announces_list(question: str, sentence: str) -> bool:
    """Whether a sentence says how many there are of what a question asks to name: "She set four conditions."."""
    asked = stems(question) if _ASKS_TO_NAME.search(question) else set()
    return any(stem(match[1]) in asked for match in _ANNOUNCED.finditer(sentence))

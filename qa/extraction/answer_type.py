"""What kind of thing a question asks for, and whether a sentence holds one: a place, a time, a number, a name."""

import re

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|dozen|hundred|thousand|million|billion|half|third|quarter|percent)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:\d{4}|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|tomorrow|\d{1,2} [ap]\.?m)\b"
)
_PLACE = re.compile(r"\b(?:in|at|near|outside|inside|off|from|to|on) (?:the )?(?:[\w-]+ ){0,3}[A-Z]\w+")
_PERSON = re.compile(r"(?<=[a-z,”\"] )[A-Z][\w’-]+|^[A-Z][\w’-]+ [A-Z]")

_EXPECTED = (
    (
        re.compile(r"^how (?:many|much|old|long|far|often)\b|\bwhat (?:percentage|share|number)\b", re.IGNORECASE),
        _NUMBER,
    ),
    (re.compile(r"^(?:when|what (?:day|year|date))\b", re.IGNORECASE), _TIME),
    (re.compile(r"^(?:where|(?:in |at )?(?:what|which) (?:city|country|place|state))\b", re.IGNORECASE), _PLACE),
    (re.compile(r"^(?:who|whom|whose)\b", re.IGNORECASE), _PERSON),
)


def expected_answer_type(question: str) -> re.Pattern[str] | None:
    """What the kind of thing asked for looks like; None when the question does not say."""
    return next((looked_for for asks, looked_for in _EXPECTED if asks.search(question)), None)


def has_answer_of_type(question: str, sentence: str) -> bool:
    """Whether `sentence` holds the kind of thing that `question` asks for; True when the question does not say."""
    kind = expected_answer_type(question)
    return kind is None or bool(kind.search(sentence))

"""The forms of second questions, as data: what is left out of them is what was asked before. No logic."""

import re
from pathlib import Path

from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_LINKS = r"(?:(?:and|but|or|so|ok|okay|also|then|now)[\s,]+)"
_END = r"[\s?!.]*$"
_ASKING, _AGREEING = (_WORDS.either("follow_ups", name) for name in ("asking", "agreeing"))


def _whole(form: str) -> re.Pattern[str]:
    return re.compile(f"^{form}{_END}", re.IGNORECASE)


def _listed(name: str) -> re.Pattern[str]:
    return _whole(f"(?:{_WORDS.either('follow_ups', name)})")


GENDERS = {word: gender for gender in ("male", "female") for word in _WORDS.words("pronouns", gender)}
"""Pronoun → gender of whom it stands for."""
PLURAL = _WORDS.set("pronouns", "plural")
POSSESSIVE = _WORDS.set("people", "his")
PRONOUN = re.compile(rf"\b(?:{'|'.join([*GENDERS, *_WORDS.words('pronouns', 'plural')])})\b", re.IGNORECASE)
NO_OWNER = r"\s+(?:about|on|say|said)\b"
"""What follows "her" where it owns nothing: "tell her about"."""
POINTS_BACK = re.compile(rf"\b(?:{_WORDS.either('pronouns', 'pointing')})\b", re.IGNORECASE)
IT = re.compile(r"\b(?:it|there|that|this|then|those|these)\b", re.IGNORECASE)
SUBORDINATE = re.compile(
    r"(.+?\S.*?)\b(?:when|after|before|while|because|if|until|since|where|as)\s+(?:\w+\s+)?$", re.IGNORECASE
)
"""A clause and the beginning of one that hangs on it."""
OF_IT = re.compile(r"\s+of\s+(?:it|that|this)$", re.IGNORECASE)
LINK = re.compile(f"^{_LINKS}+", re.IGNORECASE)
BARE = _whole(rf"(?:(?:by|for|until|since)\s+)?(?P<asks>{_ASKING})(?:\s+(?:not|exactly|so|then|is that|was that))?")
"""Only a word that asks: "Why?", "by how much?"."""
MEANT = _whole(r"(?:(?:no|sorry|not \w+)[\s,]+)*(?:i\s+(?:mean|meant)|actually)\s+(?P<who>.+?)")
OTHER_ONE = _whole(r"(?:(?:no|not \w+)[\s,]+)*(?:i\s+(?:mean|meant)\s+)?the\s+other\s+(?:one|\w+)")
NEWER, OLDER, TRUE, AGREE = _listed("newer"), _listed("older"), _listed("is_true"), _listed("agree")
SAME = _whole(
    rf"{_LINKS}*(?:(?:the\s+)?same\s+(?:question\s+)?for|(?:what|how)\s+about|what\s+of|and|or|but)\s+(?P<who>.+?)"
    r"(?:[\s,]+(?:then|too|what\s+do(?:es)?\s+\w+\s+say))?"
)
"""Whose words are wanted now, or what they should be about."""
REACTS = _whole(
    rf"(?:does|did|do|would|has|have)\s+(?P<who>.+?)\s+(?:dis)?(?:{_AGREEING})"
    r"(?:\s+(?:with|to|in))?(?:\s+(?:that|it|this|him|her|them))?"
)
ABOUT = _whole(rf"(?:{_LINKS}|(?:what|how)\s+)*(?:about|on|regarding|concerning)\s+(?P<topic>.+?)")
WHAT_ABOUT = re.compile(r"\b(?:what|how)\s+about\b", re.IGNORECASE)
ON = re.compile(r"(\b(?:about|on|regarding))\s+(?:(?!about\b|on\b)[^?])+(?=\?|$)", re.IGNORECASE)
"""What the last question was about, at its end."""

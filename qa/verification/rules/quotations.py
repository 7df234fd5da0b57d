"""Words that a sentence puts into quotation marks: they must stand in what it cites, to the letter.

White space, the style of marks and dashes, the case of letters and the point before the closing mark aside; what is
left out ("…") or put in brackets parts a quotation into pieces that stand one after the other.
"""

import re

from index.attribution.quotations import find_quotations, outermost
from qa.verification.rules.rule import Claim

_MARKS = str.maketrans(
    {"“": "'", "”": "'", "„": "'", "«": "'", "»": "'", "‘": "'", "’": "'", '"': "'", "–": "-", "—": "-"}
)
_PARTED = re.compile(r"\.\.\.|…|\[[^\]]*\]")
_AROUND = " .,;:!?'-"
_UNREAD = re.compile("[「」『』〝〞＂❝❞❛❜]")
"""Marks of quotation that the rules do not read."""
_SOMETHING = re.compile(r"\w")


def unsupported(claim: Claim) -> list[str]:
    """Return the quotations of a sentence that stand in no premise, as written."""
    known = [_plain(text) for text in claim.texts]
    unread = _UNREAD.findall(claim.sentence)
    return unread + [q for q in quoted(claim.sentence) if not any(_stands(q, source) for source in known)]


def quoted(sentence: str) -> list[str]:
    """Return what stands in quotation marks, without the marks; a quotation within another is part of it."""
    found = outermost(find_quotations(sentence))
    inside = [sentence[q.start : q.end].strip("“”„«»‹›\"'`‘’") for q in found]
    return [words for words in inside if _SOMETHING.search(words)]


def _stands(quotation: str, source: str) -> bool:
    at = 0
    for piece in _PARTED.split(quotation):
        words = _plain(piece).strip(_AROUND)
        found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(source, at)
        if not found:
            return False
        at = found.end()
    return True


def _plain(text: str) -> str:
    return " ".join(text.translate(_MARKS).casefold().split())

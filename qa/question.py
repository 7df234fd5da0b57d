"""A question and its history into a self-contained query. Rules as data; no model."""

import re
from collections.abc import Sequence
from datetime import date

from index.article import Query
from qa.answer import Turn

_SAYING = (
    "say|said|says|tell|told|tells|think|thought|thinks|argue|argued|argues|claim|claimed|claims|tweet|tweeted|tweets"
    "|write|wrote|writes|warn|warned|warns|ask|asked|asks|answer|answered|reply|replied|announce|announced|promise"
    "|promised|mention|mentioned|state|stated|suggest|suggested|believe|believes|believed|want|wants|demand|demanded"
    "|deny|denied|denies|respond|responded|comment|commented|declare|declared|insist|insisted|explain|explained|call"
    "|called|accuse|accused|criticize|criticized|criticise|criticised|propose|proposed|speak|spoke|talk|talked"
)
_ABOUT = "about|on|regarding|concerning|over|of|that|to|for|in response to|with regard to"
_ENDING = r"[?.!\s]*$"

_WHAT_DID_SOMEONE_SAY = (
    r"^(?:so\s+|and\s+)?(?:what|how|why|when|where|whom?)\s+(?:else\s+)?"
    r"(?:did|does|do|has|have|had|is|was|would)\s+"
    rf"(?P<speaker>.+?)\s+(?:{_SAYING}|saying)\b(?:\s+(?:{_ABOUT})\s+(?P<topic>.+?))?(?P<rest>\s+.+?)?{_ENDING}"
)
_DID_SOMEONE_SAY = (
    rf"^(?:did|does|has|have)\s+(?P<speaker>.+?)\s+(?:ever\s+)?(?:{_SAYING})\b"
    rf"(?:\s+(?:{_ABOUT}))?\s+(?P<topic>.+?){_ENDING}"
)
_QUOTES_BY_SOMEONE = (
    r"^(?:show me\s+|find\s+|give me\s+)?(?:all\s+)?(?:quotes?|quotations?|statements?|remarks?|comments?)\s+"
    rf"(?:by|from|of)\s+(?P<speaker>.+?)(?:\s+(?:about|on|regarding|concerning)\s+(?P<topic>.+?))?{_ENDING}"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (_WHAT_DID_SOMEONE_SAY, _DID_SOMEONE_SAY, _QUOTES_BY_SOMEONE)
)

_CAPITALISED = r"(?:[A-Z][\w’'.-]*\w|[A-Z])"
_NAME = re.compile(
    rf"\b{_CAPITALISED}(?:\s+(?:{_CAPITALISED}\.?|de|van|von|bin|al|la|der)\b\.?)*",
)


def understand(question: str, history: Sequence[Turn] = (), asked: date | None = None) -> Query:
    """Turn `question`, asked on the day `asked` after the turns of `history`, into a query that stands by itself."""
    del history  # follow-ups are not understood yet: every question is read by itself
    text = " ".join(question.split())
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            groups = match.groupdict()
            topic = " ".join(f"{groups.get('topic') or ''} {groups.get('rest') or ''}".split())
            return Query(text=text, speaker=groups["speaker"], topic=topic, asked=asked, intent="said")
    return Query(text=text, topic=text, asked=asked)


def names(question: str) -> list[str]:
    """Proper names in a question: runs of capitalised words; a single one that opens the question tells nothing."""
    if question.isupper() or question.istitle():
        return []
    return [m.group() for m in _NAME.finditer(question) if m.start() > 0]

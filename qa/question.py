"""A question and its history into a self-contained query. Rules as data; no model."""

import re
from collections.abc import Sequence
from datetime import date

from index.article import Query
from qa.answer import Turn

_SAYING = (
    "say|said|says|tell|told|think|thought|thinks|argue|argued|argues|claim|claimed|claims|tweet|tweeted|write|wrote"
    "|warn|warned|ask|asked|answer|answered|reply|replied|announce|announced|promise|promised|mention|mentioned"
    "|state|stated|suggest|suggested|believe|believes|believed|want|wants|demand|demanded|deny|denied|respond|responded"
    "|comment|commented|declare|declared|insist|insisted|explain|explained|call|called|accuse|accused|criticize"
    "|criticized|criticise|criticised|propose|proposed|speak|spoke|talk|talked"
)
_ABOUT = "about|on|regarding|concerning|over|of|that|to|for|in response to|with regard to"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:so\s+|and\s+)?(?:what|how|why|when|where|whom?)\s+(?:else\s+)?(?:did|does|do|has|have|had|is|was|would)\s+"
        rf"(?P<speaker>.+?)\s+(?:{_SAYING}|saying)\b(?:\s+(?:{_ABOUT})\s+(?P<topic>.+?))?(?P<rest>\s+.+?)?[?.!\s]*$",
        rf"^(?:did|does|has|have)\s+(?P<speaker>.+?)\s+(?:ever\s+)?(?:{_SAYING})\b(?:\s+(?:{_ABOUT}))?\s+(?P<topic>.+?)[?.!\s]*$",
        r"^(?:show me\s+|find\s+|give me\s+)?(?:all\s+)?(?:quotes?|quotations?|statements?|remarks?|comments?)\s+(?:by|from|of)\s+"
        r"(?P<speaker>.+?)(?:\s+(?:about|on|regarding|concerning)\s+(?P<topic>.+?))?[?.!\s]*$",
    )
)


def understand(question: str, history: Sequence[Turn] = (), asked: date | None = None) -> Query:
    """The query that `question` stands for, asked on the day `asked`."""
    text = " ".join(question.split())
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            groups = match.groupdict()
            topic = " ".join(filter(None, (groups.get("topic"), groups.get("rest")))).strip()
            return Query(text=text, speaker=groups["speaker"], topic=topic, asked=asked, intent="said")
    return Query(text=text, topic=text, asked=asked)


_NAME = re.compile(r"\b(?:[A-Z][\w’'.-]*\w|[A-Z])(?:\s+(?:[A-Z][\w’'.-]*\w|[A-Z]\.?|de|van|von|bin|al|la|der)\b\.?)*")


def names(question: str) -> list[str]:
    """The proper names in a question: runs of capitalised words, the word that opens the question left out."""
    if question.isupper() or question.istitle():
        return []
    return [m.group() for m in _NAME.finditer(question) if m.start() > 0 or " " in m.group()]

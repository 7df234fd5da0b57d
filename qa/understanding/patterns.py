"""The forms of questions, as data: which words ask for whose words, on what. No logic."""

import re
from pathlib import Path

from index.records import Intent
from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_SAYING, _REPORTED = _WORDS.either("reporting", "saying"), _WORDS.either("reporting", "reported")
_STANCE = _WORDS.either("reporting", "stance")
_ABOUT, _ON = _WORDS.either("topic", "about"), _WORDS.either("topic", "on")
_ANYBODY = _WORDS.either("people", "anybody")
_WHOSE = r"(?P<speaker>.+?)(?:['’]s?)"
_HIS = _WORDS.either("people", "his")
_END = r"[?.!\s]*$"
_BEGIN = r"^(?:so\s+|and\s+|but\s+)?"
_TOPIC = rf"(?:\s+(?:{_ON})\s+(?P<topic>.+?))?"


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(_BEGIN + form + _END, re.IGNORECASE)


def _forms(intent: Intent, *forms: str) -> list[tuple[Intent, re.Pattern[str]]]:
    return [(intent, _pattern(form)) for form in forms]


FORMS = (
    *_forms(
        "disagreed",
        (
            r"(?:(?:where|what|how|on what)\s+)?(?:do|did|does|have|had)\s+(?P<speaker>[^,]+?)\s+and\s+(?P<other>.+?)"
            rf"\s+(?:dis)?agree[ds]?{_TOPIC}(?:\s+about)?"
        ),
        rf"compare\s+(?P<speaker>.+?)\s+(?:and|with|to)\s+(?P<other>.+?){_TOPIC}",
        rf"who\s+(?:has\s+|have\s+)?disagree[ds]?\s+with\s+(?P<speaker>.+?){_TOPIC}",
    ),
    *_forms(
        "changed",
        (
            rf"(?:how\s+)?(?:has|have|had|did|does)\s+{_WHOSE}\s+(?:{_STANCE}){_TOPIC}"
            r"\s+(?:changed?|evolved?|shift(?:ed)?|develop(?:ed)?)(?:\s+over\s+(?:time|the\s+\w+))?"
        ),
        (
            r"(?:how\s+|why\s+)?(?:has|have|did|does)\s+(?P<speaker>.+?)\s+(?:ever\s+)?changed?\s+"
            rf"(?:{_HIS}|\S.{{0,80}}['’]s)\s+(?:{_STANCE}){_TOPIC}"
        ),
        (
            r"(?:has|have|did|does|was|were|is)\s+(?P<speaker>.+?)\s+always\s+"
            rf"(?:(?:{_SAYING}|against|for|in favou?r of)\s+)+(?P<topic>so|.+?)"
        ),
    ),
    *_forms(
        "voices",
        (
            r"who\s+(?:else\s+)?(?:has\s+|have\s+)?(?:spoke|spoken|speaks|talked|talks|commented|tweeted|written|wrote"
            r"|said\s+(?:anything|something|what))\s+(?:about|on|of)\s+(?P<topic>.+?)"
        ),
        r"who\s+(?:is|was|were|are)\s+quoted\s+(?:about|on|as\s+saying(?:\s+that)?)\s+(?P<topic>.+?)",
        rf"who\s+(?:else\s+)?(?:{_REPORTED})\s+(?:that\s+)?(?P<topic>.+?)",
        rf"what\s+(?:did|do|does|have|has)\s+(?:{_ANYBODY})\s+(?:say|said|think|thought)\s+(?:{_ON})\s+(?P<topic>.+?)",
        rf"(?:(?:was|is|has)\s+)?(?:there\s+)?anything\s+(?:been\s+)?(?:said|written|reported)\s+(?:{_ON})\s+(?P<topic>.+?)",
        r"what\s+(?:was|is|has been|is being|was being)\s+said\s+(?:about|on|of)\s+(?P<topic>.+?)",
    ),
    *_forms(
        "mentioned",
        (
            r"(?:did|does|has|have)\s+(?P<speaker>.+?)\s+(?:ever\s+)?"
            r"(?:mention(?:ed)?|sa(?:y|id)\s+(?:anything|something)\s+(?:about|on)|sp(?:eak|oken|oke)\s+(?:about|on|of)"
            r"|talk(?:ed)?\s+about|comment(?:ed)?\s+on)\s+(?P<topic>.+?)"
        ),
    ),
    *_forms(
        "said",
        rf"(?:what|how)\s+(?:is|are|was|were)\s+{_WHOSE}\s+(?:{_STANCE}|reactions?|responses?){_TOPIC}",
        r"(?:what|how)\s+(?:does|did|do|has|have)\s+(?P<speaker>.+?)\s+(?:make|made|thought|feel|felt)\s+(?:of|about)\s+(?P<topic>.+?)",
        r"where\s+(?:does|did|do)\s+(?P<speaker>.+?)\s+stand(?:\s+(?:on|about)\s+(?P<topic>.+?))?",
        (
            r"(?:what|how|why|when|where|whom?)\s+(?:else\s+)?(?:did|does|do|has|have|had|is|was|would)\s+"
            rf"(?P<speaker>.+?)\s+(?:{_SAYING}|saying)\b(?:\s+(?:{_ABOUT})\s+(?P<topic>.+?))?(?P<rest>\s+.+?)?"
        ),
        (
            rf"(?:did|does|has|have)\s+(?P<speaker>.+?)\s+(?:ever\s+)?(?:{_SAYING})\b"
            rf"(?:\s+(?:{_ABOUT}))?\s+(?P<topic>.+?)"
        ),
        (
            r"(?:show me\s+|find\s+|give me\s+|list\s+)?(?:all\s+)?(?:the\s+)?"
            r"(?:quotes?|quotations?|statements?|remarks?|comments?)\s+(?:by|from|of)\s+(?P<speaker>.+?)"
            r"(?:\s+(?:about|on|regarding|concerning)\s+(?P<topic>.+?))?"
        ),
    ),
)
"""Intent and form, the first that fits counts; groups: speaker, other, topic, rest (what follows the topic)."""

NAMED_FORMS: tuple[re.Pattern[str], ...] = (
    _pattern(r"(?P<speaker>[^,]+?)\s+(?:on|about)\s+(?P<topic>.+?)"),
    _pattern(r"according\s+to\s+(?P<speaker>[^,]+?),\s*(?P<topic>.+?)"),
    _pattern(r"(?P<topic>.+?),?\s+according\s+to\s+(?P<speaker>[^,]+?)"),
)
"""Forms that ask for somebody's words only when the speaker is somebody the articles quote ("Lavrov on NATO")."""

PRONOUNS = _WORDS.set("people", "pronouns")

_THAT = rf"(?:{_WORDS.either('people', 'that')})"

SOURCE = (
    _pattern(
        r"(?:(?:in|from|by)\s+)?(?:which|what)\s+(?:paper|newspaper|article|publisher|publication|source|outlet|magazine"
        rf"|site)s?(?:\s+(?:was|is|were|are|says?|said|reported|has|wrote)(?:\s+{_THAT})?(?:\s+(?:in|from|published))?)?"
    ),
    _pattern(
        rf"(?:in\s+)?(?:which|what)\s+(?:paper|newspaper|article|outlet)s?\s+(?:is|was)\s+{_THAT}(?:\s+from|\s+in)?"
    ),
    _pattern(rf"when\s+(?:was|is)\s+{_THAT}(?:\s+(?:said|published|reported|written|printed))?"),
    _pattern(rf"(?:when|where)\s+did\s+(?:he|she|they)\s+(?:say|tell|write|tweet)\s+{_THAT}(?:\s+exactly)?"),
    _pattern(
        rf"where\s+(?:was|is|does)\s+{_THAT}\s+(?:said|published|reported|written|printed|from|stand|come\s+from)"
    ),
    _pattern(rf"who\s+(?:said|says|told\s+\w+)\s+(?:{_THAT}|so)"),
    _pattern(rf"who\s+(?:published|reported|wrote|printed)\s+{_THAT}"),
    _pattern(r"(?:what(?:['’]s|\s+is)\s+(?:the|your)\s+)?sources?"),
)
DISAGREED = _pattern(
    r"(?:and\s+)?(?:who|(?:did|does|has)\s+any(?:one|body)(?:\s+else)?)\s+(?:has\s+|have\s+)?(?:disagree[ds]?|object(?:s|ed)?"
    r"|contradict(?:s|ed)?|(?:was|is|were|are)\s+against)(?:\s+(?:with\s+|to\s+)?(?:him|her|them|that|this|it))?"
)
OTHERS = (
    _pattern(
        r"(?:who|any(?:one|body))\s+else(?:\s+(?:said|spoke|commented|talked|did|says)(?:\s+.*?)??"
        rf"(?:\s*(?:about|on)?\s+{_THAT})?)?"
    ),
    _pattern(r"(?:and\s+)?(?:the\s+)?others"),
    _pattern(
        r"(?:(?:are|were)\s+there\s+)?(?:any\s+|some\s+)?other\s+(?:voices|views|opinions|people|reactions|speakers|sides?|quotes|statements)"
    ),
    _pattern(
        rf"what\s+(?:did|do|have|does)\s+(?:{_ANYBODY})\s+(?:say|said|think|thought)(?:\s+(?:about|on|of)\s+{_THAT})?"
    ),
)
MORE = (
    _pattern(r"(?:(?:what|anything)\s+else|more|go\s+on|tell\s+me\s+more|continue)"),
    _pattern(
        r"(?:what|anything)\s+else\s+(?:did|does|has|have)\s+(?P<speaker>.+?)\s+(?:say|said|think|tell|told)"
        rf"(?:\s+(?:{_ON})\s+(?P<topic>.+?))?"
    ),
)
ASKS = re.compile(rf"(?:{_WORDS.either('asking', 'part')})\b", re.IGNORECASE)
"""The first word of a question that asks for something by itself."""
TURNED_TO = (
    _pattern(r"(?:(?:and|or|but|so)\s+)?(?:(?:what|how)\s+)?(?:about|on|regarding|concerning)\s+(?P<topic>.+?)"),
    re.compile(
        r"^(?:and|or|but)\s+(?P<topic>(?!(?:what|who|whom|whose|when|where|why|how|which|did|does|do|is|was|has|have)\b)"
        rf".+?){_END}",
        re.IGNORECASE,
    ),
)
"""Follow-ups that keep the last question and change what it is about, when, or whose words it wants."""

"""What kind of answer a question wants, beside somebody's words and facts: an overview, all sides, the articles."""

import re
from collections.abc import Mapping
from pathlib import Path

from index.records import Edge, Intent, Query, Stance
from index.text.words import load_words
from qa.understanding.entities import EntityMention, KnownEntities, is_certain
from qa.understanding.parts import Parts

_WORDS = load_words(Path(__file__).parent)


def _cue(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_WORDS.either('kinds', name)})\b", re.IGNORECASE)


_KINDS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    ("articles", _cue("articles")),
    ("voices", _cue("sides")),
    ("overview", _cue("overview")),
)
_COMPARED, _SILENCE, _OPPOSED, _SUPPORTED = map(_cue, ("compared", "silence", "opposed", "supported"))
_FIGURE, _MOVED, _NOW, _AT_FIRST = (
    re.compile(rf"\b(?:{_WORDS.sections['kinds'][name]})\b", re.IGNORECASE)
    for name in ("figure", "moved", "moment", "at_first")
)
_MOMENTS: Mapping[Edge, re.Pattern[str]] = {"latest": _NOW, "first": _AT_FIRST}
_HOW_MUCH = re.compile(
    r"^(?:and\s+|so\s+)?(?:how|what|whats|what['’]s|the)\b|^(?:latest|current|newest)\b", re.IGNORECASE
)
_GREETING = re.compile(
    rf"(?:(?:{_WORDS.either('kinds', 'greeting')})\b[\s,.!?]*)+(?:there|all)?[\s.!?]*$", re.IGNORECASE
)
_ANY_ARTICLE = re.compile(
    r"\b(?:newest|latest|recent|last|oldest|first|how many|list|happen\w*|new|going on|summar\w+|overview|archive"
    r"|database)\b",
    re.IGNORECASE,
)
"""What asks for articles whatever they are about; "in which paper?" does not."""
_WHO_IS = re.compile(
    r"^(?:and\s+)?(?:who(?:(?:['’]?s|\s+is|\s+was)\s+(?P<who>[^?]+?)|\s+(?P<named>[^?]+?)\s+(?:is|was))"
    r"|(?P<asked>[^?,]+?),?\s+who(?:['’]?s|\s+is|\s+was)\s+(?:that|this|he|she|it))(?:\s+again)?[\s?.!]*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:and\s+|so\s+)?who(?:\s+is|['’]s)?\s+(?:the\s+)?"
    r"(?:leads?|led|runs?|heads?|chairs?|in\s+charge\s+of|(?:head|boss|leader|chief|ceo|chairman|president)\s+of)\s+(?P<body>[^?]+?)"
    r"[\s?.!]*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s+(?:of|on|about|for|regarding)\s+([^,.;?!]+)", re.IGNORECASE)
_GENERIC = _WORDS.set("kinds", "generic")
_HAPPENED = re.compile(
    r"^(?:happen(?:ed|s|ing)|went on|going on)\s+(?:(?:in|at|to|with|during|on|after|before)\s+)?", re.IGNORECASE
)
_WRITES = rf"(?:{_WORDS.either('kinds', 'writes')})"
_PAIR = 2


def publisher_in(text: str, known: KnownEntities) -> tuple[str, str]:
    """Return a publisher that the question asks for, and the question without it; ("", question) for none."""
    for publisher in sorted(known.publishers, key=len, reverse=True):
        name = re.escape(re.sub(r"^the\s+", "", publisher, flags=re.IGNORECASE))
        asks = rf"(?:\b(?:only\s+)?(?:in|by|from|of|according\s+to)\s+)?(?:\bthe\s+)?\b{name}\b(?:['’]s)?"
        if match := re.search(asks, text, re.IGNORECASE):
            return publisher, " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    return "", text


def of_publisher(text: str) -> Query:
    """Return the query of what is left of a question without the publisher: "what did … write about the strike"."""
    rest = re.sub(
        rf"^(?:and\s+)?(?:what|how|when|why)?\s*(?:did|does|do|has|have)?\s*{_WRITES}?\b", "", text, flags=re.I
    )
    topic = Parts(rest, KnownEntities()).topic
    return Query(text=topic or text, topic=topic, intent="overview")


def is_written(text: str) -> bool:
    """Whether a question asks what somebody writes or reports."""
    return bool(re.search(rf"\b{_WRITES}\b", text, re.IGNORECASE))


def of_silence(text: str, parts: Parts) -> Query | None:
    """Return the query of a question after those who did not speak, or after what somebody did not speak about."""
    cue = _SILENCE.search(text)
    if not cue:
        return None
    about = Parts(" ".join(_SILENCE.sub(" ", text).split()), parts.known)
    silent = [entity for entity in parts.entities if parts.words[entity.last - 1].end <= cue.start()]
    topic = about.without([entity for entity in about.entities if silent and entity.name == silent[0].name])
    return Query(text, silent[0].name if silent else None, _without_generic(topic), intent="silence")


def of_kind(text: str, parts: Parts) -> Query | None:
    """Return the query of a question that asks for a comparison, the articles, all sides or an overview."""
    if _GREETING.match(text):
        return Query(text, intent="greeting")
    people = list(filter(is_certain, parts.entities))
    if _COMPARED.search(text) and len(people) >= _PAIR:
        one, other = people[:_PAIR]
        topic = _COMPARED.sub(" ", parts.without((one, other)))
        return Query(text, one.name, " ".join(topic.split()), intent="disagreed", compare_with=other.name)
    ways = () if parts.speaker else (_of_figure, _by_cue, _who_leads, _who_is)
    return next(filter(None, (way(text, parts) for way in ways)), None)


def _of_figure(text: str, parts: Parts) -> Query | None:
    """Return the query of a question after the newest value of a figure, or after how it moved."""
    if not _FIGURE.search(text) or not (_HOW_MUCH.search(text) or parts.is_keywords):
        return None
    for edge, moment in _MOMENTS.items():
        if moment.search(text):
            return Query(text, topic=_bare(moment, text, parts), intent="figures", edge=edge)
    has_moved = re.match(r"how\b", text, re.IGNORECASE) and _MOVED.search(text)
    return Query(text, topic=_bare(_MOVED, text, parts), intent="figures") if has_moved else None


def _by_cue(text: str, parts: Parts) -> Query | None:
    """Return the query of a question with a word for the kind of answer; without a topic it is after articles."""
    for intent, cue in _KINDS:
        if found := cue.search(text):
            if topic := _after(text[found.end() :], parts) or _bare(cue, text, parts):
                return _of_topic(intent, text, topic, parts)
            return Query(text, intent="articles") if _ANY_ARTICLE.search(text) else None
    return None


def _who_is(text: str, parts: Parts) -> Query | None:
    who = _WHO_IS.match(text)
    return _of_topic("overview", text, next(filter(None, who.groups())), parts, only_people=True) if who else None


def _who_leads(text: str, parts: Parts) -> Query | None:
    """Return the query after the one person who speaks for a body: "Who runs the port?"."""
    leads = _LEADS.match(text)
    people = parts.known.introduced(leads["body"]) if leads else ()
    return Query(text, people[0].name, intent="overview") if len(people) == 1 else None


def _of_topic(intent: Intent, text: str, topic: str, parts: Parts, *, only_people: bool = False) -> Query | None:
    """Return the query on a topic; an overview of nothing but a person is that person's."""
    about = parts.entity_of(topic) if intent in ("overview", "voices") else None
    if about and is_certain(about):
        return Query(text, about.name, intent=intent) if intent == "overview" else _on_person(text, about, topic)
    return None if only_people else Query(text, topic=topic, intent=intent, stance=_stance_in(text))


def _stance_in(text: str) -> Stance:
    """Return which side a question asks after, where it is one alone."""
    for_it, against = bool(_SUPPORTED.search(text)), bool(_OPPOSED.search(text))
    if for_it == against:
        return ""
    return "for" if for_it else "against"


def _on_person(text: str, person: EntityMention, topic: str) -> Query:
    """Return the query for what others say of somebody: those who oppose them where that is asked, else anybody."""
    if _OPPOSED.search(text):
        return Query(text, person.name, intent="disagreed")
    return Query(text, topic=topic, intent="voices", exclude_speaker=person.name, stance=_stance_in(text))


def _after(rest: str, parts: Parts) -> str:
    """Return what stands behind "of" or "on" right after the words for the kind of answer, up to the next comma."""
    clause = _CLAUSE.match(rest)
    return _without_generic(Parts(clause[1], parts.known).without(())) if clause else ""


def _without_generic(topic: str) -> str:
    """Return a topic without the word that only says that it is one."""
    words = _HAPPENED.sub("", topic).split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1].lower() in _GENERIC else " ".join(words)


def _bare(cue: re.Pattern[str], text: str, parts: Parts) -> str:
    """Return what a question is about, without the words that tell what kind of answer it wants."""
    return _without_generic(Parts(" ".join(cue.sub(" ", text).split()), parts.known).topic)

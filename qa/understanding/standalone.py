"""A question that stands by itself into a query: by its form (`patterns.py`) where that is known, else by its parts."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.people.names import is_person_name, name_tokens, phonetic_key
from index.people.people import Person
from index.records import EVERYTHING, Query
from index.text.words import load_words
from qa.understanding import dates, patterns
from qa.understanding.entities import KnownEntities, is_certain
from qa.understanding.kinds import is_written, of_kind, of_publisher, of_silence, publisher_in
from qa.understanding.parts import Parts

_WORDS = load_words(Path(__file__).parent)
_CAPITALISED = r"(?:[A-Z][\w’'.-]*\w|[A-Z])"
_NAME = re.compile(
    rf"\b{_CAPITALISED}(?:\s+(?:{_CAPITALISED}\.?|{_WORDS.either('people', 'name_particles')})\b\.?)*",
)
_ASKING = re.compile(rf"^(?:{_WORDS.either('asking', 'words')})\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:what|how|whether|that)\s+"
    r"|\s+(?:really|actually|himself|herself|said|says|say|thinks?|first|last|originally|initially|recently|later|also)$",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"^(?:(?:hello|hi|hey|good \w+|i['’]?m|i|we|for|as|sorry|thanks|ok|dear)\b[^?]{0,200}?[,:;.!-]\s+)?"
    r"(?:(?:(?:could|can|would) you (?:please )?|please )?(?:tell|show) me |do you (?:happen to )?know "
    r"|i (?:want|need|would like|'?d like) to know |i(?:['’]?m| am| was) (?:just )?wondering |i wonder "
    r"|any idea |remind me )?"
    rf"(?=(?:{_WORDS.either('asking', 'part')})\b)",
    re.IGNORECASE,
)
"""What stands before a question: a greeting, what it is for, "can you tell me"."""
_POLITE = re.compile(rf"[,\s]+(?:{_WORDS.either('asking', 'polite')})(?=[\s?.!]*$)", re.IGNORECASE)
_EXCEPT = re.compile(
    r"[,\s]+(?:apart from|aside from|besides|other than|except(?:ing)?(?: for)?)\s+(?:about\s+|on\s+)?"
    r"(?P<what>.+?)(?=\s+(?:say|said|think|thinks?|talk|spoke|speak)\b|[\s?.!]*$|,)",
    re.IGNORECASE,
)
"""What an answer should not be about, or whose words it should not be."""
_NEWS = re.compile(r"\b(?:articles?|news|stories|pieces|coverage|published|happened)\b", re.IGNORECASE)
_CHANGES = re.compile(r"\b(?:chang|evolv|shift|develop)\w*(?:\s+over\s+(?:time|the\s+\w+))?", re.IGNORECASE)
_HOW = re.compile(r"(?:and\s+)?(?:how|why|has|have|did|does|do)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\s+(?:now|today|currently|nowadays|these days|at the moment|so far|(?:him|her|it|them)sel(?:f|ves))$",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"^(?:{_WORDS.either('topic', 'when')})\s+(?:{_WORDS.either('topic', 'about')})\s+(?=\S)", re.IGNORECASE
)
"""What is said of when something was said, not of what it is about: "later about the figures"."""
_OCCASION = re.compile(
    r"^(?:after|before|during|at|in|following|since)\s+(?=(?:the|an?|his|her|their)\s)", re.IGNORECASE
)
"""Before the occasion on which something was said: "after the meeting in Antalya"."""
_VAGUE = re.compile(r"\b(?:any|some|every)thing\b", re.IGNORECASE)
_DESCRIPTION = re.compile(r"(?:the|an?)\s+[\w’'-]+(?:\s+[\w’'-]+)?", re.IGNORECASE)
_ANYBODY = _WORDS.set("people", "anybody")


def proper_names(question: str) -> list[str]:
    """Proper names in a question: runs of capitalised words; a single one that opens the question tells nothing."""
    if question.isupper() or question.istitle():
        return []
    return [m.group() for m in _NAME.finditer(question) if any(map(str.isalnum, question[: m.start()]))]


def is_pronoun(speaker: str) -> bool:
    """Whether a "speaker" only points at somebody named before."""
    return speaker.casefold() in patterns.PRONOUNS


def standalone(text: str, asked: date, known: KnownEntities) -> Query:
    """Return the query of a question that names everything it asks for."""
    text = _POLITE.sub("", _PREAMBLE.sub("", text, count=1))
    if but := _EXCEPT.search(text):
        return _without(standalone(_EXCEPT.sub("", text), asked, known), but["what"], known)
    span = dates.span(text, asked, known.newest)
    bare = without(text, span.words) if span else text
    query = _as_written(_understood(bare, known) or _of_dates(bare, span, known), known)
    if query is None:
        # The day on which something happened is not the day on which it was published.
        span = span if span and span.relative else None
        query = Query(text=bare if span else text, topic=bare if span else text)
    when = "" if span or query.intent == "fact" else dates.event(text)
    since, until = (span.since, span.until) if span else (None, None)
    return replace(query, since=since, until=until, asked=asked, unknown_event=when)


def _without(query: Query, what: str, known: KnownEntities) -> Query:
    """Return the query without somebody's words ("anyone but NAME"), or without what is about something."""
    person = Parts(what, known).entity_of(what)
    if person and query.intent == "voices":
        return replace(query, exclude_speaker=person.name)
    return replace(query, exclude_topic=Parts(what, known).without(()))


def _of_dates(bare: str, span: dates.DateRange | None, known: KnownEntities) -> Query | None:
    """Return the query of a question that is only a time: "anything in August?"."""
    is_empty = span and not _NEWS.sub(" ", Parts(bare, known).without(())).strip()
    return Query(bare, intent="articles") if is_empty else None


def _understood(text: str, known: KnownEntities) -> Query | None:
    """Return the query of a question that asks for words, views, an overview or articles; None for one after a fact."""
    publisher, rest = publisher_in(text, known)
    if not publisher:
        return _without_publisher(text, known)
    query = _without_publisher(rest, known)
    if query is None or (query.intent == "said" and not query.speaker) or not Parts(rest, known).entities:
        query = of_publisher(rest) if is_written(rest) or not query else query
    return replace(query, scope=replace(EVERYTHING, publishers=(publisher,)))


def _as_written(query: Query | None, known: KnownEntities) -> Query | None:
    """Return the query with a topic that is somebody's name written as the articles do: "hillary clinton"."""
    if query is None or not query.topic.islower() or query.intent == "fact":
        return query
    about = Parts(query.topic, known).entity_of(query.topic)
    names = [name for person in about.people for name in person.names] if about and about.kind != "role" else []
    written = next((name for name in names if name.lower() == query.topic), query.topic)
    return replace(query, topic=written)


def _without_publisher(text: str, known: KnownEntities) -> Query | None:
    """Return the query by the form of the question where it is a known one, and by its parts where it is not."""
    parts = Parts(text, known)
    if silent := of_silence(text, parts):
        return silent
    form = _of_form(text, known)
    if _asks_anybody(form):
        return _of_unknown(form)
    if form and all(_is_known(name, parts) for name in _asked_for(form)):
        return _of_known(form, parts)
    return of_kind(text, parts) or _of_parts(text, form, parts) or _of_unknown(form)


def _asked_for(form: Query | None) -> list[str]:
    """Return whose words the form of a question asks for."""
    return [name for name in (form.speaker, form.compare_with) if name] if form else []


def _asks_anybody(form: Query | None) -> bool:
    return any(name.casefold() in _ANYBODY for name in _asked_for(form))


def _is_known(name: str, parts: Parts) -> bool:
    return is_pronoun(name) or parts.entity_of(name) is not None


def _of_parts(text: str, form: Query | None, parts: Parts) -> Query | None:
    """Return the query of a question with somebody known where a speaker stands."""
    if not parts.speaker or not (parts.has_speech or is_certain(parts.speaker)):
        return None
    intent = form.intent if form and form.intent in ("changed", "mentioned") else "said"
    if _HOW.match(text) and _CHANGES.search(text):
        return Query(text, parts.speaker.name, " ".join(_CHANGES.sub(" ", parts.topic).split()), intent="changed")
    return Query(text, parts.speaker.name, parts.topic, intent=intent, edge=parts.edge)


def _of_unknown(form: Query | None) -> Query | None:
    """Return the query of a form that asks for anybody's words, or for those of somebody the index does not know."""
    if form is None:
        return None
    if _asks_anybody(form):
        return replace(form, speaker=None, intent="voices")
    return form if all(map(_is_name, _asked_for(form))) else None


def _of_known(form: Query, parts: Parts) -> Query:
    """Return the query of a form with the names in its groups alone, and no topic that says nothing."""
    speaker, other = (_name_in(group, parts) if group else group for group in (form.speaker, form.compare_with))
    return replace(form, speaker=speaker, compare_with=other, topic=_topic_in(form.topic, parts), edge=parts.edge)


def _name_in(group: str, parts: Parts) -> str:
    entity = None if is_pronoun(group) else parts.entity_of(group)
    if entity and entity.kind == "person":
        return entity.name
    return _LEADING.sub("", group) if entity and len(entity.name) < len(group) else group


def _topic_in(group: str, parts: Parts) -> str:
    if _VAGUE.search(group) and parts.speaker:
        return parts.topic
    group = _OCCASION.sub("", _LATER.sub("", group))
    return _NOW.sub("", group) if is_pronoun(group) or Parts(group, parts.known).topic else ""


def _is_name(words: str) -> bool:
    """Whether somebody or something whom the index does not know is named: "Angela Merkel", "the study"."""
    if proper_names(f"by {words}") == [words] or is_person_name(name_tokens(words)):
        return True
    return bool(_DESCRIPTION.fullmatch(words))


def _of_form(text: str, known: KnownEntities) -> Query | None:
    for intent, form in patterns.FORMS:
        match = form.match(text)
        if match and not _has_noun(match.groupdict().get("speaker") or "", known):
            groups = match.groupdict()
            topic = " ".join(f"{groups.get('topic') or ''} {groups.get('rest') or ''}".split())
            return Query(text, groups.get("speaker"), topic, intent=intent, compare_with=groups.get("other"))
    for form in patterns.NAMED_FORMS:
        match = form.match(text)
        if match and _somebody(match["speaker"], known) and not _has_noun(match["speaker"], known):
            return Query(text, match["speaker"], match["topic"], intent="said")
    return None


def _has_noun(name: str, known: KnownEntities) -> bool:
    """Whether what stands for a speaker is words of somebody: "Reactions to the study on the bay"."""
    return Parts(name, known).has_noun


def _somebody(name: str, known: KnownEntities) -> tuple[Person, ...]:
    """Those of exactly this surname (or first name) who are quoted; a name in a question begins with a capital."""
    words = name_tokens(name)
    if not words or not any(word[:1].isupper() for word in name.split()) or _ASKING.match(name):
        return ()
    asked = phonetic_key(words[-1])
    return tuple(
        p for p in known.people.find(name) if asked in {phonetic_key(w) for n in p.names for w in name_tokens(n)}
    )


def without(text: str, words: str) -> str:
    """Return the question without some of its words and what would be left hanging."""
    bare = " ".join(text.replace(words, " ").split())
    return re.sub(r"[\s,]+([?.!]*)$", r"\1", bare) if bare.strip("?.! ") else ""

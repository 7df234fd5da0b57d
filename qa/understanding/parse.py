"""A question and its history into a self-contained query. The forms are data (`patterns.py`); no model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from index.people.names import name_tokens, phonetic_key
from index.people.people import People, Person
from index.records import Query
from qa.answer import Turn
from qa.understanding import dates, patterns
from qa.words import load_words

_WORDS = load_words(Path(__file__).parent)
_CAPITALISED = r"(?:[A-Z][\w’'.-]*\w|[A-Z])"
_NAME = re.compile(
    rf"\b{_CAPITALISED}(?:\s+(?:{_CAPITALISED}\.?|{_WORDS.either('people', 'name_particles')})\b\.?)*",
)
_ASKING = re.compile(rf"^(?:{_WORDS.either('asking', 'words')})\b", re.IGNORECASE)
_TURNS = 20
"""So many earlier turns are read at most; nobody refers further back."""
_MAX_LENGTH = 4_000
"""Characters of a question that stands by itself."""
_MAX_NAME_LENGTH = 100
"""Of whoever "he" stands for."""


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """What the index holds that a question may refer to."""

    people: People = field(default_factory=lambda: People(()))
    newest: date | None = None
    """The last day of publication, from which "since March" counts back when the articles are older than the engine."""


def parse_question(
    question: str, history: Sequence[Turn] = (), asked: date | None = None, known: KnownEntities = KnownEntities()
) -> Query:
    """Turn `question`, asked on the day `asked` after the turns of `history`, into a query that stands by itself."""
    text = " ".join(question.split())
    asked = asked or date.today()
    if not history:
        return _standalone(text, asked, known)
    earlier = history[-_TURNS:]
    before = parse_question(earlier[-1].question, earlier[:-1], asked, known)
    person = _last_spoken_of(before, earlier[-1], known)
    query = _following(text, before, person, asked, known) or _standalone(
        _resolve_pronouns(text, before, person), asked, known, before
    )
    # What each turn takes over from the one before would double with every one.
    return query if len(query.text) + len(query.topic) <= _MAX_LENGTH else _standalone(text, asked, known)


def proper_names(question: str) -> list[str]:
    """Proper names in a question: runs of capitalised words; a single one that opens the question tells nothing."""
    if question.isupper() or question.istitle():
        return []
    return [m.group() for m in _NAME.finditer(question) if m.start() > 0]


def is_pronoun(speaker: str) -> bool:
    """Whether a "speaker" only points at somebody named before."""
    return speaker.casefold() in patterns.PRONOUNS


def _standalone(text: str, asked: date, known: KnownEntities, before: Query | None = None) -> Query:
    """Return the query of a question that names everything it asks for; `before` only gives what "it" stands for."""
    span = dates.span(text, asked, known.newest)
    bare = _without(text, span.words) if span else text
    query = _of_form(bare, known)
    if query is None:
        # The day on which something happened is not the day on which it was published.
        span = span if span and span.relative else None
        query = Query(text=bare if span else text, topic=bare if span else text)
    if before and is_pronoun(query.topic.strip()):
        query = replace(query, topic=before.topic, text=f"{query.text} {before.topic}")
    when = "" if span or query.intent == "fact" else dates.event(text)
    since, until = (span.since, span.until) if span else (None, None)
    return replace(query, since=since, until=until, asked=asked, unknown_event=when)


def _of_form(text: str, known: KnownEntities) -> Query | None:
    for intent, form in patterns.FORMS:
        if match := form.match(text):
            groups = match.groupdict()
            topic = " ".join(f"{groups.get('topic') or ''} {groups.get('rest') or ''}".split())
            return Query(text, groups.get("speaker"), topic, intent=intent, compare_with=groups.get("other"))
    for form in patterns.NAMED_FORMS:
        match = form.match(text)
        if match and _somebody(match["speaker"], known):
            return Query(text, match["speaker"], match["topic"], intent="said")
    return None


def _last_spoken_of(before: Query, turn: Turn, known: KnownEntities) -> str | None:
    """Whom "he" or "she" stands for: who was asked about, who alone was quoted in the answer, or who was named."""
    if before.speaker and not is_pronoun(before.speaker):
        return before.speaker
    return _only_speaker(turn) or before.exclude_speaker or _first_quoted(proper_names(before.text), known)


def _only_speaker(turn: Turn) -> str | None:
    quoted = {citation.speaker for citation in turn.answer.citations} if turn.answer else set()
    return quoted.pop() if len(quoted) == 1 else None


def _first_quoted(names: Sequence[str], known: KnownEntities) -> str | None:
    return next((name for name in names if _somebody(name, known)), None)


def _following(text: str, before: Query, person: str | None, asked: date, known: KnownEntities) -> Query | None:
    """Return the query of a question that has a meaning only after the one before; "he" in it is `person`."""
    if any(form.match(text) for form in patterns.SOURCE):
        return replace(before, intent="source")
    if patterns.DISAGREED.match(text) and before.speaker:
        return replace(
            before, intent="disagreed", text=f"{text} {before.topic}", compare_with=None, exclude_shown=False
        )
    if any(form.match(text) for form in patterns.OTHERS):
        besides = before.speaker or before.exclude_speaker
        return Query(
            before.text, None, before.topic, before.since, before.until, asked, intent="voices", exclude_speaker=besides
        )
    for form in patterns.MORE:
        if match := form.match(text):
            return _more(match.groupdict(), before, person)
    for form in patterns.TURNED_TO:
        if match := form.match(text):
            return _turned(match["topic"], before, asked, known)
    return None


def _more(groups: dict[str, str | None], before: Query, person: str | None) -> Query:
    """Return the query for more: the bare "What else?" keeps the topic, "What else did she say?" drops it."""
    speaker = groups.get("speaker")
    if not speaker:
        return replace(before, exclude_shown=True)
    topic = groups.get("topic") or ""
    who = person if is_pronoun(speaker) and person else speaker
    return replace(
        before, speaker=who, text=f"What did {who} say about {topic}?", topic=topic, exclude_shown=True, intent="said"
    )


def _turned(to: str, before: Query, asked: date, known: KnownEntities) -> Query:
    """Return the last question again, of another day, another person's words, or another topic."""
    before = replace(before, exclude_shown=False, intent="said" if before.intent == "source" else before.intent)
    span = dates.span(to, asked, known.newest)
    if span and not _without(to, span.words):
        return replace(before, since=span.since, until=span.until)
    if before.speaker or before.exclude_speaker:
        if _somebody(to, known):
            return replace(
                before, speaker=to, text=_put(before.speaker, to, before.text), exclude_speaker=None, intent="said"
            )
        return replace(before, topic=to, text=_put(before.topic, to, before.text))
    if before.intent == "voices":
        return replace(before, topic=to, text=to)
    return Query(f"{to}: {before.text}", topic=f"{to}: {before.text}", asked=asked)


def _resolve_pronouns(text: str, before: Query, person: str | None) -> str:
    """Replace "he" and "her" in a question by the person last spoken of, and add to "it" what that is."""
    text = re.sub(r"^(?:and|but|so)\s+", "", text, flags=re.IGNORECASE)
    asked = text
    if person and len(person) <= _MAX_NAME_LENGTH:
        text = re.sub(rf"\b(?:{patterns.POSSESSIVES})(?=\s+[a-z])(?!\s+(?:about|on|say|said)\b)", f"{person}’s", text)
        text = re.sub(rf"\b(?:{patterns.PERSONAL_PRONOUNS})\b", person, text)
    few = sum(len(word) > 3 for word in re.findall(r"\w+", text)) <= 3
    if few and re.search(r"\b(?:it|there|that|this|then)\b", text) and not _says(text):
        text = f"{text.rstrip('?!. ')} {before.topic.rstrip('?!. ')}?"
    return text if len(text) <= _MAX_LENGTH else asked


def _says(text: str) -> bool:
    return any(form.match(text) for _, form in patterns.FORMS)


def _somebody(name: str, known: KnownEntities) -> tuple[Person, ...]:
    """Those of exactly this surname (or first name) who are quoted; a name in a question begins with a capital."""
    words = name_tokens(name)
    if not words or not any(word[:1].isupper() for word in name.split()) or _ASKING.match(name):
        return ()
    asked = phonetic_key(words[-1])
    return tuple(
        p for p in known.people.find(name) if asked in {phonetic_key(w) for n in p.names for w in name_tokens(n)}
    )


def _put(old: str | None, new: str, text: str) -> str:
    return text.replace(old, new) if old and old in text else f"{text} {new}"


def _without(text: str, words: str) -> str:
    bare = " ".join(text.replace(words, " ").split())
    return re.sub(r"[\s,]+([?.!]*)$", r"\1", bare) if bare.strip("?.! ") else ""


def topic_shift(text: str) -> str | None:
    """Return the topic of "And about the coal berth?"; None for a question of any other form."""
    return next((match["topic"] for form in patterns.TURNED_TO if (match := form.match(text))), None)

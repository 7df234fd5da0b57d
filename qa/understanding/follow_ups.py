"""A question after others: what it leaves out is what was asked before, or what the last answer says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.people.roles import is_role
from index.records import Hit, Query
from index.search.representatives import is_of_several
from qa.answer import Turn
from qa.understanding import dates, patterns
from qa.understanding import follow_up_forms as forms
from qa.understanding.antecedents import Antecedents, speakers
from qa.understanding.entities import EntityMention, KnownEntities, is_certain
from qa.understanding.kinds import publisher_in
from qa.understanding.parts import Parts
from qa.understanding.standalone import is_pronoun, standalone, without

MAX_LENGTH = 4_000
"""Characters of a question that stands by itself."""
_MAX_NAME_LENGTH = 100
_MAX_SHORT = 5
"""Words of more than three letters in a question that leaves out what "it" is."""
_SHORT_WORD = 3
_MAX_TOPIC_WORDS = 8
_MAX_TURNS_BACK = 3
_MAX_NEAREST = 2


class FollowUp:
    """A question, the query of the one before it, and what was answered."""

    def __init__(self, text: str, before: Query, turns: Sequence[Turn], asked: date, known: KnownEntities) -> None:
        """Read the question `text`, asked on the day `asked` after the `turns`, of which the last was `before`."""
        self._text, self._before, self._turns = text, before, turns
        self._asked, self._known = asked, known
        self._bare = forms.LINK.sub("", text)
        self._antecedents = Antecedents(before, turns, known)

    def query(self) -> Query:
        """Return the query that stands by itself, and the articles that it follows upon."""
        query = self._of_pattern() or self._elliptical() or self._pointing()
        return replace(query, context=_context(self._turns))

    @property
    def _topic(self) -> str:
        """What was talked of: the topic of the words asked for, or what a fact was about."""
        before = self._before
        if before.intent != "fact" or before.is_elliptical:
            return _shortened(before.topic)
        return self._asked_before

    @property
    def _asked_before(self) -> str:
        """What the question before asked, without its asking words."""
        return _shortened(Parts(self._before.text, self._known).without(()))

    def _of_pattern(self) -> Query | None:
        """Return the query of the forms that only a second question has: its source, others, more, who disagreed."""
        text, before = self._text, self._before
        if any(form.match(text) for form in patterns.SOURCE):
            return replace(before, intent="source")
        if (patterns.DISAGREED.match(text) or forms.TRUE.match(self._bare)) and (speaker := self._antecedents.of("")):
            topic = self._topic
            return Query(f"{text} {topic}", speaker, topic, asked=self._asked, intent="disagreed")
        if forms.AGREE.match(self._bare):
            return self._compared()
        if any(form.match(text) for form in patterns.OTHERS):
            besides = before.speaker or before.exclude_speaker
            others = Query(before.text, None, self._topic, before.since, before.until, self._asked)
            return replace(others, intent="voices", exclude_speaker=besides)
        for form in patterns.MORE:
            if match := form.match(text):
                return self._more(match.groupdict())
        return None

    def _compared(self) -> Query | None:
        """Return the comparison of the two who spoke last."""
        people = list(dict.fromkeys(self._antecedents.recent_speakers()))[:2]
        if len(people) < 2:  # two people agree or not
            return None
        text = f"{people[0]} {people[1]} {self._topic}"
        return Query(text, people[0], self._topic, asked=self._asked, intent="disagreed", compare_with=people[1])

    def _more(self, groups: dict[str, str | None]) -> Query:
        """Return the query for more: the bare "What else?" keeps the topic, "What else did she say?" drops it."""
        speaker = groups.get("speaker")
        if not speaker:
            return replace(self._before, exclude_shown=True)
        topic = groups.get("topic") or ""
        who = self._antecedents.of(speaker) or speaker if is_pronoun(speaker) else speaker
        text = f"What did {who} say about {topic}?"
        return replace(self._before, speaker=who, text=text, topic=topic, exclude_shown=True, intent="said")

    def _elliptical(self) -> Query | None:
        """Return the query of a question that is only a word, a day, a paper, a name or a topic."""
        if match := forms.BARE.match(self._bare):
            return self._asking(match["asks"].lower())
        if forms.OTHER_ONE.match(self._text):
            return self._other_of_the_name()
        ways = (self._of_other_times, self._of_other_day, self._of_publisher, self._of_name, self._of_topic)
        return next(filter(None, (way() for way in ways)), None)

    def _of_other_times(self) -> Query | None:
        for form, newer in ((forms.NEWER, True), (forms.OLDER, False)):
            if form.match(self._bare):
                return self._at_other_times(newer=newer)
        return None

    def _of_name(self) -> Query | None:
        match = forms.MEANT.match(self._text) or forms.REACTS.match(self._bare)
        return self._turned(match["who"]) if match else None

    def _of_topic(self) -> Query | None:
        """Return the query of "And about the cost?", or of "What about Reiner?", who may be a topic or a speaker."""
        if (match := forms.ABOUT.match(self._text)) and not forms.WHAT_ABOUT.search(self._text):
            return self._on(match["topic"])
        match = forms.SAME.match(self._text)
        return self._turned(match["who"]) if match and not patterns.ASKS.match(match["who"]) else None

    def _asking(self, asks: str) -> Query:
        """Return the query of "Why?": more of the same speaker's words, or the fact's words with another question."""
        before = self._plain()
        if before.speaker and asks == "why":
            why = f"Why {before.speaker} {self._topic}"
            return replace(before, text=why, exclude_shown=True, edge="", is_elliptical=True)
        if before.speaker and asks in ("when", "where", "which"):
            return replace(before, intent="source")
        text = f"{asks.capitalize()} {self._asked_before or self._topic}?"
        return Query(text, topic=self._topic, asked=self._asked, scope=before.scope, is_elliptical=True)

    def _at_other_times(self, *, newer: bool) -> Query:
        """Return the last question again, of what was published after, or before, all that the last answer shows."""
        days = _days(self._turns[-1])
        before = self._plain()
        if not days:
            return replace(before, edge="latest" if newer else "first")
        if newer:
            return replace(before, since=max(days) + timedelta(days=1), until=None, edge="")
        return replace(before, since=None, until=min(days) - timedelta(days=1), edge="")

    def _of_other_day(self) -> Query | None:
        span = dates.span(self._text, self._asked, self._known.newest)
        if not span or Parts(without(self._text, span.words), self._known).without(()):
            return None
        return replace(self._plain(), since=span.since, until=span.until, edge="")

    def _of_publisher(self) -> Query | None:
        publisher, rest = publisher_in(self._text, self._known)
        if not publisher or Parts(rest, self._known).without(()):
            return None
        before = self._plain()
        return replace(before, scope=replace(before.scope, publishers=(publisher,)))

    def _other_of_the_name(self) -> Query | None:
        """Return the last question again, of the words of somebody else who has that name."""
        cited = set(speakers(self._turns[-1]))
        people = self._known.people.find(self._before.speaker or "")
        other = next((person.name for person in people if not cited & set(person.names)), None)
        return self._of_speaker(other) if other else None

    def _turned(self, to: str) -> Query:
        """Return the last question again, of another person's words, or on another topic."""
        entity = Parts(to, self._known).entity_of(to)
        if entity and self._may_speak(entity, to):
            is_described = entity.kind == "role" or entity.name.islower()
            return self._of_speaker(forms.LINK.sub("", to) if is_described else entity.name)
        may_speak = is_role(to) or is_of_several(to)
        return self._of_speaker(to) if self._before.speaker and may_speak else self._on(to)

    def _may_speak(self, entity: EntityMention, words: str) -> bool:
        """Whether a name alone stands for whoever's words are wanted, not for a topic."""
        if is_certain(entity):
            return True
        return bool(self._before.speaker) and (words[:1].islower() or entity.people[0].statements > 1)

    def _of_speaker(self, name: str) -> Query:
        before = self._plain()
        text = (
            before.text.replace(before.speaker, name) if before.speaker else f"What did {name} say about {self._topic}?"
        )
        intent = before.intent if before.speaker and before.intent == "mentioned" else "said"
        about = replace(before, topic=self._topic, intent=intent, is_elliptical=True)
        return replace(about, text=text, speaker=name, exclude_speaker=None, compare_with=None)

    def _on(self, topic: str) -> Query:
        """Return the last question again, on another topic."""
        before = self._plain()
        topic = forms.OF_IT.sub(f" of {before.topic}", topic) if before.topic else topic
        if before.speaker or before.exclude_speaker:
            # What was asked of one month need not have been said in it.
            text = _put(before.topic, topic, before.text)
            return replace(before, topic=topic, text=text, since=None, until=None, edge="")
        if before.intent in ("voices", "overview", "articles"):
            return replace(before, topic=topic, text=topic)
        asked = forms.ON.sub(rf"\1 {topic}", self._before.text)
        text = asked if asked != self._before.text else f"{topic}: {asked}"
        return Query(text, topic=text, asked=self._asked)

    def _plain(self) -> Query:
        """Return the query before without what only it wanted."""
        before = self._before
        intent = "said" if before.intent == "source" and before.speaker else before.intent
        intent = "fact" if intent == "source" else intent
        return replace(before, exclude_shown=False, is_elliptical=False, intent=intent)

    def _pointing(self) -> Query:
        """Return the query with "he" and "it" put into words; as it stands when it points at nothing."""
        text = self._resolved()
        query = standalone(text, self._asked, self._known)
        if query.speaker:
            return self._of_whom(query, text)
        refers = bool(forms.POINTS_BACK.search(self._bare))
        letters = [word for word in re.findall(r"\w+", text) if len(word) > _SHORT_WORD]
        few = len(letters) <= _MAX_SHORT and (forms.IT.search(text) or text == self._bare)
        if query.intent == "fact" and ((refers and few) or self._is_rest(query)):
            return self._with_topic(query, text)
        return query

    def _of_whom(self, query: Query, text: str) -> Query:
        """Return the query after somebody's words, on what was talked of where it names no topic."""
        speaker, topic = query.speaker or "", query.topic.strip()
        if speaker.lower() in forms.PLURAL and self._turns[-1].answer:
            about = topic or self._topic
            return Query(query.text, topic=about, asked=self._asked, intent="voices", articles=_context(self._turns))
        if topic and not is_pronoun(topic):
            return query
        elsewhere = bool(topic) or self._is_same_talk(query, text)
        about = self._topic if elsewhere and query.intent in ("said", "mentioned", "changed") else ""
        return replace(query, topic=about, text=f"{query.text} {about}".strip(), is_elliptical=bool(about))

    def _is_rest(self, query: Query) -> bool:
        """Whether a question has hardly a word of its own: "why the change", "how many in the end?"."""
        about = Parts(query.text, self._known)
        return bool(patterns.ASKS.match(query.text)) and not about.entities and len(about.topic.split()) <= 1

    def _with_topic(self, query: Query, text: str) -> Query:
        """Return the query of a fact with what was talked of behind it."""
        whole = f"{text.rstrip('?!. ')} {self._topic}?"
        if len(whole) > MAX_LENGTH:
            return query
        again = standalone(whole, self._asked, self._known)
        if again.intent != "fact":
            return again
        return replace(again, topic=self._topic, is_elliptical=True, own_words=text)

    def _is_same_talk(self, query: Query, text: str) -> bool:
        """Whether words without a topic are wanted on what was talked of: of somebody new, or of "her"."""
        is_new = query.speaker != self._before.speaker or self._before.intent == "fact"
        return is_new and (text != self._bare or bool(forms.POINTS_BACK.search(self._bare)) or not self._before.speaker)

    def _resolved(self) -> str:
        """Return the question with "he", "her" and "their" replaced by whom they stand for."""

        def named(match: re.Match[str]) -> str:
            word = match.group().lower()
            if self._is_inner(match.start()):
                return match.group()
            person = self._antecedents.group() if word in forms.PLURAL else self._antecedents.of(word)
            if not person or len(person) > _MAX_NAME_LENGTH:
                return match.group()
            return f"{person}’s" if _is_owner(match) else person

        text = forms.PRONOUN.sub(named, self._bare)
        return text if len(text) <= MAX_LENGTH else self._bare

    def _is_inner(self, at: int) -> bool:
        """Whether a pronoun may stand for somebody named in the clause before: "what did NAME say when she left"."""
        clause = forms.SUBORDINATE.match(self._bare[:at])
        return clause is not None and any(map(is_certain, Parts(clause[1], self._known).entities))


def _shortened(topic: str) -> str:
    return " ".join(topic.rstrip("?!. ").split()[:_MAX_TOPIC_WORDS])


def _context(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Return the ids of the articles that the last answer cites, or of those nearest to a first question refused."""
    answers = [turn.answer for turn in reversed(turns[-_MAX_TURNS_BACK:]) if turn.answer]
    cited = next((answer.citations for answer in answers if answer.citations), ())
    nearest = answers[0].nearest if answers else ()
    return tuple(dict.fromkeys(c.article_id for c in cited)) or _article_ids(nearest)[:_MAX_NEAREST]


def _article_ids(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.article.id for hit in hits))


def _is_owner(match: re.Match[str]) -> bool:
    return match.group().lower() in forms.POSSESSIVE and _owns(match.string[match.end() :])


def _owns(follows: str) -> bool:
    """Whether "her" owns what follows it: "her view", not "tell her about"."""
    return bool(re.match(r"\s+[a-z]", follows)) and not re.match(forms.NO_OWNER, follows)


def _put(old: str, new: str, text: str) -> str:
    """Return a question with another topic in the place of the old one."""
    return text.replace(old, new) if old and old in text else f"{text} {new}"


def _days(turn: Turn) -> list[date]:
    """Return when what an answer cites was published."""
    citations = turn.answer.citations if turn.answer else ()
    return [citation.published for citation in citations if citation.published]


def topic_shift(text: str) -> str | None:
    """Return the topic of "And about the coal berth?"; None for a question of any other form."""
    return next((match["topic"] for form in patterns.TURNED_TO if (match := form.match(text))), None)

"""Suggestions after an answer: questions to ask next, passages that were found and not used, and a timeline.

A question is offered only when it has been asked, is answered, and shows something that the reader has not just seen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from index.people.people import Person
from index.records import Hit, Query
from index.search.search import search
from index.search.statements import resolve_people
from index.storage.corpus import Corpus
from qa.answer import Answer, Citation
from qa.explore.examples import example_questions, with_determiner
from qa.explore.timeline import timeline
from qa.explore.topics import Topics
from qa.extraction.compose import same_fact

_MAX_QUESTIONS, _MAX_TRIED = 3, 8
_MAX_TOPICS, _MAX_PEOPLE = 2, 3
_MAX_TOPIC_WORDS = 5
_MIN_TIMELINE_DAYS = 3
_MAX_UNUSED, _MAX_OF_ONE_ARTICLE = 5, 2
_PASSAGES_READ = 20


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to read after one answer."""

    following: tuple[str, ...]
    """Up to three questions that may be asked after it, or instead of one that was refused; each is answered."""
    unused: tuple[Hit, ...]
    """The best passages that were found and are not in it, at most two of an article."""
    over_time: tuple[str, str] | None
    """Whose words on which topic make a timeline: those of one person, of three days or more."""


def suggest(corpus: Corpus, topics: Topics, query: Query, answer: Answer, ask: Callable[[str], Answer]) -> Suggestions:
    """Return the suggestions after the answer to a query; `ask` answers what may be offered, within the same scope."""
    candidates = islice(_candidates(corpus, topics, query, answer), _MAX_TRIED)
    following = tuple(islice(_with_something_new(candidates, answer, ask), _MAX_QUESTIONS))
    return Suggestions(following, _unused(corpus, query, answer), _over_time(corpus, query, answer))


def _with_something_new(questions: Iterator[str], answer: Answer, ask: Callable[[str], Answer]) -> Iterator[str]:
    """Yield the questions whose answers cite what neither this answer cites nor those of the questions before."""
    seen, tried = _places(answer), {answer.question.casefold()}
    for question in questions:
        if question.casefold() in tried:
            continue
        tried.add(question.casefold())
        places = _places(ask(question))
        if places - seen:
            yield question
            seen |= places


def _places(answer: Answer) -> set[tuple[str, int]]:
    return {(citation.article_id, citation.start) for citation in answer.citations}


def _over_time(corpus: Corpus, query: Query, answer: Answer) -> tuple[str, str] | None:
    people = set(_cited_people(corpus, answer))
    if answer.refused or len(people) != 1 or query.intent == "fact":
        return None
    (person,) = people
    points = timeline(corpus, person.name, query.topic, query.scope).points
    days = set(filter(None, (point.article.published for point in points)))
    return (person.name, query.topic) if len(days) >= _MIN_TIMELINE_DAYS else None


def _unused(corpus: Corpus, query: Query, answer: Answer) -> tuple[Hit, ...]:
    if answer.refused:
        return ()
    chosen: list[Hit] = []
    for hit in search(corpus, query, _PASSAGES_READ):
        of_article = sum(other.article.id == hit.article.id for other in chosen)
        if of_article < _MAX_OF_ONE_ARTICLE and not any(_shows(hit, cited) for cited in answer.citations):
            chosen.append(hit)
    return tuple(chosen[:_MAX_UNUSED])


def _shows(hit: Hit, cited: Citation) -> bool:
    return hit.passage.overlaps(cited.span) or same_fact(hit.text, cited.quote)


def _candidates(corpus: Corpus, topics: Topics, query: Query, answer: Answer) -> Iterator[str]:
    """Yield questions that may be asked next, best first: on the same topic, of the same people, and any."""
    people = _people(corpus, query, answer)
    topic = query.topic.strip(" ?.") if query.intent != "fact" else ""
    if topic and not answer.refused and len(topic.split()) <= _MAX_TOPIC_WORDS:
        yield from _on_same_topic(topic, people, query, answer)
    yield from _on_other_topics(topic, people, topics)
    yield from example_questions(corpus, topics)


def _on_same_topic(topic: str, people: list[Person], query: Query, answer: Answer) -> Iterator[str]:
    """Yield how words on the topic changed, who else spoke about it, what one of those who did said."""
    if query.intent in ("voices", "disagreed"):
        yield from (f"What did {person.name} say about {topic}?" for person in people)
        return
    days = {citation.published for citation in answer.citations if citation.published}
    if query.intent == "said" and len(people) == 1 and len(days) > 1:
        yield f"How has {people[0].name}’s position on {topic} changed?"
    yield f"Who else spoke about {topic}?"


def _on_other_topics(topic: str, people: list[Person], topics: Topics) -> Iterator[str]:
    """Yield what these people said on what they speak about most, one person after the other."""
    own_topics = topics.topics_of(people, _MAX_TOPICS)
    for position in range(_MAX_TOPICS):
        for person, own in zip(people, own_topics, strict=True):
            if position < len(own) and own[position].casefold() not in topic.casefold():
                yield f"What did {person.name} say about {with_determiner(own[position])}?"


def _people(corpus: Corpus, query: Query, answer: Answer) -> list[Person]:
    """Return the named people who are quoted in the answer, else asked about, else quoted in the articles it shows."""
    people = (
        _cited_people(corpus, answer)
        or list(resolve_people(corpus, query.speaker or ""))
        or _quoted_people(corpus, answer)
    )
    return list(islice(dict.fromkeys(filter(_has_full_name, people)), _MAX_PEOPLE))


def _cited_people(corpus: Corpus, answer: Answer) -> list[Person]:
    known = corpus.people()
    return [known[cited.speaker] for cited in answer.citations if cited.speaker and cited.speaker in known]


def _quoted_people(corpus: Corpus, answer: Answer) -> list[Person]:
    known = corpus.people()
    article_ids = [cited.article_id for cited in answer.citations] + [hit.article.id for hit in answer.nearest]
    statements = chain.from_iterable(map(corpus.store.statements.of_article, dict.fromkeys(article_ids)))
    return [known[statement.speaker] for statement in statements if statement.speaker in known]


def _has_full_name(person: Person) -> bool:
    return " " in person.name and person.name[0].isupper() and not person.name.isupper()

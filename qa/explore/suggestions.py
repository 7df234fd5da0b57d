"""What stands beside an answer: questions that may be asked next, and what was found and not used.

A question is offered only when it has been asked, is answered, and shows something that the reader has not just seen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

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

_OFFERED, _TRIED = 3, 8
_TOPICS, _PEOPLE = 2, 3
_MAX_TOPIC_LENGTH = 5
_DAYS = 3
_UNUSED, _OF_ONE_ARTICLE = 5, 2
_PASSAGES_READ = 20


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What stands beside one answer."""

    following: tuple[str, ...]
    """Up to three questions that may be asked after it, or instead of one that was refused; each is answered."""
    unused: tuple[Hit, ...]
    """The best passages that were found and are not in it, at most two of an article."""
    over_time: tuple[str, str] | None
    """Whose words on which topic make a timeline: those of one person, of three days or more."""


def suggest(corpus: Corpus, topics: Topics, query: Query, answer: Answer, ask: Callable[[str], Answer]) -> Suggestions:
    """What stands beside the answer to a query; `ask` answers what may be offered, within the same scope."""
    following = _following(corpus, topics, query, answer, ask)
    return Suggestions(following, _unused(corpus, query, answer), _over_time(corpus, query, answer))


def _following(
    corpus: Corpus, topics: Topics, query: Query, answer: Answer, ask: Callable[[str], Answer]
) -> tuple[str, ...]:
    seen = {(citation.article_id, citation.start) for citation in answer.citations}
    kept: list[str] = []
    tried = {answer.question.casefold()}
    for question in islice(_candidates(corpus, topics, query, answer), _TRIED):
        if question.casefold() not in tried:
            tried.add(question.casefold())
            places = {(citation.article_id, citation.start) for citation in ask(question).citations}
            if places - seen:
                kept.append(question)
                seen |= places
        if len(kept) == _OFFERED:
            break
    return tuple(kept)


def _over_time(corpus: Corpus, query: Query, answer: Answer) -> tuple[str, str] | None:
    people = {corpus.people()[c.speaker] for c in answer.citations if c.speaker and c.speaker in corpus.people()}
    if answer.refused or len(people) != 1 or query.intent == "fact":
        return None
    (person,) = people
    drawn = timeline(corpus, person.name, query.topic, query.scope)
    days = {point.article.published for point in drawn.points if point.article.published}
    return (person.name, query.topic) if len(days) >= _DAYS else None


def _unused(corpus: Corpus, query: Query, answer: Answer) -> tuple[Hit, ...]:
    if answer.refused:
        return ()
    kept: list[Hit] = []
    for hit in search(corpus, query, _PASSAGES_READ):
        of_article = sum(other.article.id == hit.article.id for other in kept)
        if of_article < _OF_ONE_ARTICLE and not any(_shows(hit, cited) for cited in answer.citations):
            kept.append(hit)
    return tuple(kept[:_UNUSED])


def _shows(hit: Hit, cited: Citation) -> bool:
    return hit.passage.overlaps(cited.span) or same_fact(hit.text, cited.quote)


def _candidates(corpus: Corpus, topics: Topics, query: Query, answer: Answer) -> Iterator[str]:
    people = _people(corpus, query, answer)
    topic = query.topic.strip(" ?.") if query.intent != "fact" else ""
    if topic and not answer.refused and len(topic.split()) <= _MAX_TOPIC_LENGTH:
        yield from _on(topic, people, query, answer)
    own = topics.topics_of(people, _TOPICS)
    for position in range(_TOPICS):
        for person, said in zip(people, own, strict=True):
            if position < len(said) and said[position].casefold() not in topic.casefold():
                yield f"What did {person.name} say about {with_determiner(said[position])}?"
    yield from example_questions(corpus, topics)


def _on(topic: str, people: list[Person], query: Query, answer: Answer) -> Iterator[str]:
    """More on the same topic: how words changed, who else spoke, what one of them said."""
    if query.intent in ("voices", "disagreed"):
        yield from (f"What did {person.name} say about {topic}?" for person in people)
        return
    days = {citation.published for citation in answer.citations if citation.published}
    if query.intent == "said" and len(people) == 1 and len(days) > 1:
        yield f"How has {people[0].name}’s position on {topic} changed?"
    yield f"Who else spoke about {topic}?"


def _people(corpus: Corpus, query: Query, answer: Answer) -> list[Person]:
    """Who is quoted in the answer, is asked about, or is quoted where the nearest passages stand; named people only."""
    known = corpus.people()
    names = [citation.speaker for citation in answer.citations if citation.speaker]
    people = [known[name] for name in names if name in known] or list(resolve_people(corpus, query.speaker or ""))
    if not people:
        articles = dict.fromkeys([c.article_id for c in answer.citations] + [hit.article.id for hit in answer.nearest])
        said = (s for article_id in articles for s in corpus.store.statements.of_article(article_id))
        people = [known[s.speaker] for s in said if s.speaker in known]
    named = (
        person for person in people if " " in person.name and person.name[0].isupper() and not person.name.isupper()
    )
    return list(islice(dict.fromkeys(named), _PEOPLE))

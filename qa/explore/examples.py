"""Example questions made from what is indexed: what the most quoted people speak about."""

from collections.abc import Iterator
from itertools import islice

from index.storage.corpus import Corpus
from qa.explore.topics import Topics

_MAX_PEOPLE = 12
_MAX_TOPICS = 3


def example_questions(corpus: Corpus, topics: Topics) -> Iterator[str]:
    """Yield questions about what the most quoted people speak about, best first, one person after the other."""
    named = (person for person in corpus.people() if " " in person.name and not person.name.isupper())
    people = list(islice(named, _MAX_PEOPLE))
    own_topics = topics.topics_of(people, _MAX_TOPICS)
    for position in range(_MAX_TOPICS):
        for person, own in zip(people, own_topics, strict=True):
            if position < len(own):
                yield f"What did {person.name} say about {with_determiner(own[position])}?"


def with_determiner(topic: str) -> str:
    """Return a topic as a question names it: nouns get their article."""
    return topic if topic[0].isupper() else f"the {topic}"

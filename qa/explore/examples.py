"""Example questions made from what is indexed: what those who are quoted most speak about."""

from collections.abc import Iterator
from itertools import islice

from index.storage.corpus import Corpus
from qa.explore.topics import Topics

_PEOPLE = 12
_TOPICS = 3


def example_questions(corpus: Corpus, topics: Topics) -> Iterator[str]:
    """Questions about what the most quoted people speak about, best first, one person after the other."""
    named = (person for person in corpus.people() if " " in person.name and not person.name.isupper())
    people = list(islice(named, _PEOPLE))
    asked = topics.topics_of(people, _TOPICS)
    for position in range(_TOPICS):
        for person, own in zip(people, asked, strict=True):
            if position < len(own):
                yield f"What did {person.name} say about {with_determiner(own[position])}?"


def with_determiner(topic: str) -> str:
    """A topic as it stands in a question: nouns get their article."""
    return topic if topic[0].isupper() else f"the {topic}"

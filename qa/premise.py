"""What a sentence is checked against: a stretch of an article, its number in the prompt, and who speaks in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from index.records import Article, Sentence, Span, Statement


@dataclass(frozen=True, slots=True)
class Premise:
    """Whole sentences of one article."""

    n: int
    """The number by which it is cited."""
    article: Article
    spans: tuple[Span, ...]
    """Its sentences, in order; there is at least one."""
    statements: tuple[Statement, ...] = ()
    """Who says what in it, as far as that is sure."""

    @property
    def start(self) -> int:
        """Where its first sentence begins."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where its last sentence ends."""
        return self.spans[-1].end

    @property
    def span(self) -> Span:
        """The whole stretch."""
        return Span(self.article.id, self.start, self.end)

    @property
    def text(self) -> str:
        """The article's words."""
        return self.article.text[self.start : self.end]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The article's words, sentence by sentence."""
        return tuple(span.text_in(self.article) for span in self.spans)

    @property
    def about(self) -> str:
        """What is known of it besides its words: headline, publisher, author and those who speak in it."""
        speakers = {f"{s.speaker} {s.mention}" for s in self.statements}
        return "\n".join((self.article.title, self.article.publisher, self.article.author, *sorted(speakers)))

    def within(self, first: int, last: int) -> "Premise":
        """Return the premise with only the sentences from `first` until before `last`."""
        part = Premise(self.n, self.article, self.spans[first:last])
        return replace(part, statements=_said_in(part, self.statements))


_PRONOUNS = frozenset(("He", "She", "They", "I", "We"))


def premise(n: int, article: Article, place: Span, sentences: Iterable[Sentence], said: Iterable[Statement]) -> Premise:
    """Return the premise of a stretch of an article, from all sentences and sure statements of the article."""
    spans = tuple(sentence for sentence in sentences if sentence.overlaps(place)) or (place,)
    assert all(one.end <= following.start for one, following in pairwise(spans))
    found = Premise(n, article, spans)
    return replace(found, statements=_said_in(found, said))


def _said_in(premise: Premise, said: Iterable[Statement]) -> tuple[Statement, ...]:
    span = premise.span
    return tuple(statement for statement in said if statement.overlaps(span))


def resolve_pronouns(premise: Premise) -> list[str]:
    """Return the premise's sentences with the pronouns of known speakers replaced by their names."""
    texts = []
    for span in premise.spans:
        text = span.text_in(premise.article)
        for statement in premise.statements:
            if (statement.speaker[:1].isupper() and statement.mention.islower()) or statement.mention in _PRONOUNS:
                text = _named(text, span.start, statement)
        texts.append(text)
    return texts


def _named(text: str, start: int, statement: Statement) -> str:
    """Return the text with a pronoun beside the statement replaced by its speaker's name."""
    if not statement.speaker or statement.end <= start or statement.start >= start + len(text):
        return text
    for match in re.finditer(rf"\b{re.escape(statement.mention)}\b", text):
        if not statement.start <= start + match.start() < statement.end:
            return text[: match.start()] + statement.speaker + text[match.end() :]
    return text

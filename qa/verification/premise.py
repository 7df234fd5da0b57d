"""What a sentence is checked against: a stretch of an article, its number in the prompt, and who speaks in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from index.records import Article, Sentence, Statement


@dataclass(frozen=True, slots=True)
class Premise:
    """Whole sentences of one article."""

    n: int
    """The number by which it is cited."""
    article: Article
    spans: tuple[tuple[int, int], ...]
    """Offsets of its sentences, in order; there is at least one."""
    statements: tuple[Statement, ...] = ()
    """Who says what in it, as far as that is sure."""

    @property
    def start(self) -> int:
        """Where its first sentence begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last sentence ends."""
        return self.spans[-1][1]

    @property
    def text(self) -> str:
        """The article's words."""
        return self.article.text[self.start : self.end]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The article's words, sentence by sentence."""
        return tuple(self.article.text[a:b] for a, b in self.spans)

    @property
    def about(self) -> str:
        """What is known of it besides its words: headline, publisher, author and those who speak in it."""
        speakers = {f"{s.speaker} {s.mention}" for s in self.statements}
        return "\n".join((self.article.title, self.article.publisher, self.article.author, *sorted(speakers)))

    def within(self, first: int, last: int) -> "Premise":
        """The same without all but some of its sentences."""
        spans = self.spans[first:last]
        said = tuple(s for s in self.statements if s.start < spans[-1][1] and spans[0][0] < s.end)
        return Premise(self.n, self.article, spans, said)


def premise(
    n: int, article: Article, start: int, end: int, sentences: Iterable[Sentence], said: Iterable[Statement]
) -> Premise:
    """The premise of a stretch of an article, out of all its sentences and sure statements."""
    spans = tuple((s.start, s.end) for s in sentences if s.start < end and start < s.end) or ((start, end),)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    own = tuple(s for s in said if s.start < spans[-1][1] and spans[0][0] < s.end)
    return Premise(n, article, spans, own)

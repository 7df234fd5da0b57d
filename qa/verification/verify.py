"""The check behind every answer. Nothing reaches a reader but what the cited articles carry.

A citation's quote must stand in the stored article, at its offsets, to the letter. A sentence in the articles' own
words must stand in its quote; one that a chat model wrote is weighed (`verify_sentence`): what it quotes, its numbers,
days and names must stand in the passages that it cites, its speaker must be theirs, and its meaning must be carried
by them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.records import Article
from qa.answer import Answer, AnswerSentence, Citation, Note, Refusal, SupportStatus
from qa.premise import Premise
from qa.verification import entailment as meaning
from qa.verification.alignment.difference import Difference
from qa.verification.alignment.holds import differences
from qa.verification.alignment.parse import parse
from qa.verification.alignment.reading import sources
from qa.verification.rules.rule import Claim
from qa.verification.rules.table import UnsupportedWords, find_errors

ArticleLookup = Callable[[str], Article | None]

SUPPORTED, PARTIAL, SURE = 0.5, 0.4, 0.9
"""How likely it must be that the meaning is carried: to be shown as it is; with a mark; where the model did not say by
which passage, and one of many may seem to carry it by chance (`benchmarks/LOG.md`, "The check")."""
_SOFT = frozenset(("other",))
"""Differences that a sentence in other words has too: where the model sees no error, it is shown with a mark. What is
added is none: an article that orders a false sentence was obeyed by what it added (injection 45)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence was found to be worth."""

    status: SupportStatus
    errors: tuple[UnsupportedWords, ...] = ()
    """What the rules found; nothing where the meaning decided."""
    differences: tuple[Difference, ...] = ()
    """What could not be aligned with a clause of the premises; asked only where the rules found nothing."""
    carried: float = 0.0
    """How likely it is that its meaning is carried, 0 to 1; 0 where that was not asked."""


def warm() -> None:
    """Load the parser and the network, which the first sentence would wait for else."""
    parse(["It is warm."])
    meaning.warm()


def prepare(premises: Sequence[Premise]) -> None:
    """Read the premises, which then costs their sentences nothing; done while a model is still thinking."""
    meaning.prepare(premises)
    for premise in premises:
        sources(premise)


def verify_sentence(sentence: str, premises: Sequence[Premise], before: str = "") -> Verdict:
    """Return the verdict on a sentence that cites these premises; the sentence `before` tells who "he" is."""
    return verify_sentences([(sentence, premises)], before)[0]


def verify_sentences(cited: Sequence[tuple[str, Sequence[Premise]]], before: str = "") -> list[Verdict]:
    """Return the verdict on each sentence with its premises; those that need the model go to it in one batch."""
    verdicts = [_by_words(sentence, premises, before) for sentence, premises in cited]
    open_ones = [n for n, verdict in enumerate(verdicts) if _is_open(verdict)]
    for n, carried in zip(open_ones, meaning.entailment_probability([cited[n] for n in open_ones]), strict=True):
        verdicts[n] = _by_meaning(carried, verdicts[n].differences)
    return verdicts


def _by_words(sentence: str, premises: Sequence[Premise], before: str) -> Verdict:
    """Return the verdict where words alone decide it, or what meaning must decide."""
    if not premises:
        return Verdict("unsupported")
    if _is_theirs(sentence, premises):
        return Verdict("verbatim", carried=1.0)
    errors = tuple(find_errors(Claim(sentence, tuple(premises), before)))
    if errors:
        return Verdict("unsupported", errors)
    differing = differences(sentence, premises, before)
    is_soft = all(difference.kind in _SOFT for difference in differing)
    return Verdict("partial" if is_soft else "unsupported", differences=differing)


def _is_open(verdict: Verdict) -> bool:
    return verdict.status == "partial"


def _by_meaning(carried: float, differing: tuple[Difference, ...]) -> Verdict:
    """Return the verdict by the model, which may refuse what words have found, and never mend it."""
    if carried < PARTIAL or (differing and carried < SUPPORTED):
        return Verdict("unsupported", differences=differing, carried=carried)
    is_shown = carried >= SUPPORTED and not differing
    return Verdict("supported" if is_shown else "partial", differences=differing, carried=carried)


def _is_theirs(sentence: str, premises: Sequence[Premise]) -> bool:
    """Whether the sentence is one or more whole sentences of a premise, to the letter."""
    wanted = " ".join(sentence.split())
    for premise in premises:
        texts = [" ".join(text.split()) for text in premise.sentences]
        for first in range(len(texts)):
            for last in range(first + 1, len(texts) + 1):
                if wanted == " ".join(texts[first:last]):
                    return True
    return False


def make_citation(n: int, article: Article, start: int, end: int, speaker: str | None = None) -> Citation:
    """Return the citation of a stretch of an article, its quote taken from the article itself."""
    return Citation(
        n=n,
        article_id=article.id,
        content_hash=article.content_hash,
        start=start,
        end=end,
        quote=article.text[start:end],
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        speaker=speaker,
        author=article.author,
    )


def _stays(sentence: AnswerSentence, quotes: Sequence[str]) -> bool:
    """Whether what stands of its citations carries a sentence: to the letter, or all of them as they were weighed."""
    if sentence.status == "verbatim":
        return any(sentence.text.split() == quote.split() for quote in quotes)
    return len(quotes) == len(sentence.citations) > 0


def is_verbatim(citation: Citation, article: Article | None) -> bool:
    """Whether the quote is exactly what the stored article says at those offsets."""
    return (
        article is not None
        and article.content_hash == citation.content_hash
        and 0 <= citation.start < citation.end <= len(article.text)
        and article.text[citation.start : citation.end] == citation.quote
    )


def drop_invalid_citations(answer: Answer, article: ArticleLookup) -> Answer:
    """Return the answer without every sentence that no citation supports to the letter.

    A sentence stays when at least one of its citations stands in its article and holds the sentence's words; the note
    says how many do not. When none is left the answer is a refusal, because the articles changed under it.
    """
    if answer.refused:
        return answer
    valid = {c.n: c for c in answer.citations if is_verbatim(c, article(c.article_id))}
    sentences = tuple(_supported_by(valid, answer.sentences))
    left_out = len(answer.sentences) - len(sentences)
    if not left_out and len(valid) == len(answer.citations):
        return answer
    withheld = (Note("withheld_not_verbatim", count=left_out),) if left_out and sentences else ()
    return replace(
        answer,
        notes=answer.notes + withheld,
        sentences=sentences,
        citations=_cited_by(sentences, valid),
        refusal=None if sentences else Refusal("articles_changed"),
    )


def _supported_by(valid: Mapping[int, Citation], sentences: Iterable[AnswerSentence]) -> Iterator[AnswerSentence]:
    """Yield the sentences that their valid citations still support, each with those."""
    for sentence in sentences:
        numbers = tuple(n for n in sentence.citations if n in valid)
        if _stays(sentence, [valid[n].quote for n in numbers]):
            yield replace(sentence, citations=numbers)


def _cited_by(sentences: Iterable[AnswerSentence], valid: Mapping[int, Citation]) -> tuple[Citation, ...]:
    used = {n for sentence in sentences for n in sentence.citations}
    return tuple(citation for n, citation in valid.items() if n in used)

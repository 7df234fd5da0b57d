"""The check behind every answer: a citation's quote must stand in the stored article, at its offsets, to the letter."""

from collections.abc import Callable
from dataclasses import replace

from index.article import Article
from qa.answer import Answer, Citation

Articles = Callable[[str], Article | None]


def cite(n: int, article: Article, start: int, end: int, speaker: str | None = None) -> Citation:
    """The citation of a stretch of an article, its quote taken from the article itself."""
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


def is_verbatim(citation: Citation, article: Article | None) -> bool:
    """Whether the quote is exactly what the stored article says at those offsets."""
    return (
        article is not None
        and article.content_hash == citation.content_hash
        and 0 <= citation.start < citation.end <= len(article.text)
        and article.text[citation.start : citation.end] == citation.quote
    )


def checked(answer: Answer, article: Articles) -> Answer:
    """The answer with every sentence withheld that no citation carries to the letter.

    A sentence stays when at least one of its citations stands in its article and holds the sentence's words; the note
    says how many do not. When none is left the answer is a refusal, because the articles changed under it.
    """
    standing = {c.n: c for c in answer.citations if is_verbatim(c, article(c.article_id))}
    sentences = []
    for sentence in answer.sentences:
        carrying = tuple(n for n in sentence.citations if n in standing)
        if any(sentence.text == standing[n].quote for n in carrying):
            sentences.append(replace(sentence, citations=carrying))
    if answer.refused or (len(sentences) == len(answer.sentences) and len(standing) == len(answer.citations)):
        return answer
    used = {n for sentence in sentences for n in sentence.citations}
    left_out = len(answer.sentences) - len(sentences)
    withheld = f"{left_out} sentence{'' if left_out == 1 else 's'} withheld: not in the articles to the letter."
    return replace(
        answer,
        note=" ".join(part for part in (answer.note, withheld if left_out and sentences else "") if part),
        sentences=tuple(sentences),
        citations=tuple(c for n, c in standing.items() if n in used),
        reason=None if sentences else "The articles changed while this was answered: ask again.",
    )

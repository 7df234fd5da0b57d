"""Text into sentences, and sentences into passages, with exact offsets.

Boundaries come from `sentencex` (abbreviations of some 240 languages, no-space scripts). It never ends a sentence
inside quotation marks, which would make one "sentence" of a speech of twelve; so it is shown the text with its
quotation marks blanked out, and the marks are given back to the sentence they belong to afterwards.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from index.records import Offsets, Sentence
from index.text.words import load_words

PASSAGE_CHARACTERS = 420
"""A passage is closed when the next sentence would make it longer than this (`benchmarks/LOG.md`, passage size)."""

_WORDS = load_words(Path(__file__).parent)
_PARAGRAPH_BREAK = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:(?:\r\n|\r|\n)[^\S\r\n]*)+")
# A single line break ends a sentence only before a new block: a list item, or after a line without a full stop
# that is too short to have been wrapped (a headline, a byline).
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LIST_ITEM = re.compile(r"\s*(?:[-*•–—▪◦]\s+\S|\(?\d{1,3}[.)]\s+\S)")
_WRAPPED_LINE_CHARACTERS = 50
_LOOK_AHEAD = 80  # enough to see how the next sentence starts; a copy of all the rest would make long texts quadratic
_TERMINATED = re.compile(r"[.!?…:;,。！？：；，][\"'”’»)\]]*\s*$")

_QUOTE_MARKS = '"“”„«»‹›‘‚'
_BLANK_QUOTES = str.maketrans(dict.fromkeys(_QUOTE_MARKS, " "))
_CLOSING = re.compile(r"[\"”’»›)\]'“]*")  # “ closes in German
_CONTINUES = re.compile(r"[^\w\"“‘'(\[«„]*[\"”’'»]*\s*(?!https?:|www\.|pic\.)[a-zà-öø-ÿ]")
# What sentencex leaves split: titles and states written before a name, initials, hours.
_ABBREVIATED = re.compile(
    rf"(?:^|[\s(\[“\"‘'—-])(?:(?:{_WORDS.either('sentences', 'abbreviations')})|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$"
)
# What one capital names, which is therefore no initial: "wrote on X.", "plan B.".
_NAMED_BY_LETTER = re.compile(
    rf"\b(?:(?:{_WORDS.either('sentences', 'before_site')}) X"
    rf"|(?:{_WORDS.either('sentences', 'named_by_letter')}) [A-Z])\.(?=\s|$)",
    re.IGNORECASE,
)
_LETTER_NAME = 12  # characters of the longest of them
_AMBIGUOUS_END = re.compile(r"(?:[A-Z]\.){2,}$")
_STARTS_ANEW = re.compile(rf"[\"“‘'(]*(?:{_WORDS.either('sentences', 'openings')})\b")


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int, int]]:
    """Return (start, end, paragraph) of every sentence of `text`, in order, without surrounding white space."""
    spans: list[tuple[int, int, int]] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for block_start, block_end in _blocks(text, start, end):
            spans += [(a, b, number) for a, b in _block_sentences(text, block_start, block_end, language)]
    return spans


def split_sentences(article_id: str, text: str, language: str = "en") -> list[Sentence]:
    """Return the sentences of an article, in order; together they hold every character except white space."""
    return [Sentence(article_id, a, b, paragraph) for a, b, paragraph in sentence_spans(text, language)]


def passage_spans(sentences: list[Sentence], limit: int = PASSAGE_CHARACTERS) -> list[Offsets]:
    """Return (start, end) of runs of whole sentences of at most `limit` characters; a longer sentence is one run.

    Every sentence is in exactly one passage.
    """
    spans: list[Offsets] = []
    for sentence in sentences:
        if spans and sentence.end - spans[-1][0] <= limit:
            spans[-1] = (spans[-1][0], sentence.end)
        else:
            spans.append((sentence.start, sentence.end))
    return spans


def _paragraphs(text: str) -> Iterator[Offsets]:
    """Yield the stretches between blank lines, trimmed."""
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _blocks(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Yield the parts of a paragraph, cut where a single line break separates headlines, bylines or list items."""
    block = start
    line = start
    for gap in _LINE_BREAK.finditer(text, start, end):
        before = text[line : gap.start()]
        is_short_line = len(before) < _WRAPPED_LINE_CHARACTERS and not _TERMINATED.search(before)
        if is_short_line or _LIST_ITEM.match(text, gap.end(), end):
            yield from _trimmed(text, block, gap.start())
            block = gap.end()
        line = gap.end()
    yield from _trimmed(text, block, end)


def _block_sentences(text: str, start: int, end: int, language: str) -> Iterator[Offsets]:
    """Yield the sentences of one block, by sentencex and then by the marks and abbreviations around each boundary."""
    from sentencex import get_sentence_boundaries  # late: the command line's help must not wait for it

    block = text[start:end]
    blanked = _NAMED_BY_LETTER.sub(_without_capital, block.translate(_BLANK_QUOTES))
    opened = 0
    for boundary in get_sentence_boundaries(language or "en", blanked):
        cut = _move_marks(block, boundary["end_index"])
        if cut >= len(block) or not blanked[opened:cut].strip():
            continue
        if _is_false_end(block[opened:cut].rstrip(), block[cut : cut + _LOOK_AHEAD]):
            continue
        yield from _trimmed(text, start + opened, start + cut)
        opened = cut
    yield from _trimmed(text, start + opened, end)


def _without_capital(named: re.Match[str]) -> str:
    """Return what a capital names with a digit in its place: after an initial sentencex ends no sentence."""
    return f"{named.group()[:-2]}1."


def _move_marks(block: str, cut: int) -> int:
    """Move the boundary so that closing marks end the sentence before it and opening marks start the one after."""
    end = _before_space(block, cut)
    while end and block[end - 1] in _QUOTE_MARKS and _opens(block, end - 1):
        end = _before_space(block, end - 1)
    return _after_closing_marks(block, end)


def _after_closing_marks(block: str, at: int) -> int:
    """Return the end of the closing marks at `at` when white space or nothing follows them, else `at`."""
    closing = _CLOSING.match(block, at)
    if closing and (closing.end() == len(block) or block[closing.end()].isspace()):
        return closing.end()
    return at


def _before_space(block: str, at: int) -> int:
    """Return `at`, moved back over white space."""
    while at and block[at - 1].isspace():
        at -= 1
    return at


def _opens(block: str, at: int) -> bool:
    """Return whether the mark at `at` opens a quotation: white space before it, and something else after it."""
    return (at == 0 or block[at - 1].isspace()) and at + 1 < len(block) and not block[at + 1].isspace()


def _is_false_end(before: str, after: str) -> bool:
    """Return whether a boundary is after an abbreviation or inside a sentence that goes on."""
    following = after.lstrip()
    if _NAMED_BY_LETTER.search(before[-_LETTER_NAME:]):
        return bool(_CONTINUES.match(following))
    if _AMBIGUOUS_END.search(before):
        return not _STARTS_ANEW.match(following)
    return bool(_ABBREVIATED.search(before) or _CONTINUES.match(following))


def _trimmed(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Yield the span without white space at its ends; nothing when only white space is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end

"""Quotations of a page as its readers see them: with the marks that browsers draw, pull quotes with their speaker."""

import re

from index.readers.page_tree import HtmlTree, drop, text_of

_OPENING_MARKS = frozenset("“”„«»‹›‘\"'")
_DASHES = "-–—―~ \t\n\u00a0"
_MAX_QUOTE = 1_500  # characters; what is longer is a document, not a pull quote
_MAX_SIGNATURE = 120
_MIN_IN_PARAGRAPHS = 0.9  # of a quotation's text, else the paragraphs are not all of it
_QUOTE_BOX = re.compile(r"(?:pull|block)-?quote", re.IGNORECASE)
_SPEAKER_CLASS = re.compile(r"attribution|quote-?(?:author|source|by|name)|speaker", re.IGNORECASE)
_LONG_DASHES = ("—", "–", "―")
_STOPS = (".", "!", "?", "…")
_DRAWN = "data-drawn"  # an attribute of ours, for what was <q>


def write_quotations(tree: HtmlTree) -> None:
    """Write the marks of quotations into the text of a page, and "— NAME" below those whose speaker is named."""
    for quotation in list(tree.iter("q")):
        _write_marks(quotation)
    for source in list(tree.iter("cite", "footer", "figcaption", "p", "div", "span")):
        box = _quote_box(source) if _may_name(source) else None
        if box is not None:
            _sign(box, source)


def _may_name(source: HtmlTree) -> bool:
    """Return whether an element of a pull quote may name its speaker: by its tag, its class, or a dash before it."""
    if source.tag in ("cite", "footer", "figcaption") or _SPEAKER_CLASS.search(source.get("class") or ""):
        return True
    text = text_of(source) if source.tag == "p" else ""
    return text.startswith(_LONG_DASHES) and not text.endswith(_STOPS)  # a dash opens a turn of a dialogue too


def _write_marks(quotation: HtmlTree) -> None:
    """Write the marks that browsers draw around <q>, single ones within another, unless the page has its own."""
    is_inner = any(ancestor.get(_DRAWN) for ancestor in quotation.iterancestors())
    opening, closing = "‘’" if is_inner else "“”"
    words = text_of(quotation)
    if words and _OPENING_MARKS.isdisjoint(_before(quotation)[-1:] + words[:1]):
        quotation.text = opening + (quotation.text or "").lstrip()
        _append(quotation, closing)
    quotation.tag = "span"
    quotation.set(_DRAWN, "q")


def _before(element: HtmlTree) -> str:
    """Return the text right before an element."""
    previous = element.getprevious()
    return (element.getparent().text if previous is None else previous.tail) or ""


def _append(element: HtmlTree, mark: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + mark
    else:
        element.text = element.text.rstrip() + mark


def _sign(box: HtmlTree, source: HtmlTree) -> None:
    """Make of a pull quote with the name of its speaker paragraphs in quotation marks and one with "— NAME"."""
    name = text_of(source).lstrip(_DASHES)
    is_name = name[:1].isupper() and "@" not in name and len(name) <= _MAX_SIGNATURE  # a tweet is no pull quote
    if not is_name or _goes_on(source, box):
        return
    texts = _quoted(box, source)
    if 0 < sum(map(len, texts)) <= _MAX_QUOTE:
        for text in [*_marked(texts), f"— {name}"]:
            paragraph = box.makeelement("p")
            paragraph.text = text
            box.addprevious(paragraph)
        drop(box)


def _quote_box(source: HtmlTree) -> HtmlTree:
    """Return the outermost pull quote that an element with a name belongs to, or None."""
    boxes = [ancestor for ancestor in source.iterancestors() if _is_quote(ancestor)]
    return boxes[-1] if boxes and boxes[-1].getparent() is not None else None


def _is_quote(element: HtmlTree) -> bool:
    if element.tag == "figure":
        return element.find(".//blockquote") is not None
    is_box = element.tag in ("aside", "div", "section") and _QUOTE_BOX.search(element.get("class") or "")
    return element.tag == "blockquote" or bool(is_box)


def _goes_on(source: HtmlTree, box: HtmlTree) -> bool:
    """Return whether words of a pull quote follow what looks like the name of its speaker."""
    element = source
    while element is not box:
        if _has_words(element.tail) or any(_has_words(text_of(one), one.tail) for one in element.itersiblings()):
            return True
        element = element.getparent()
    return False


def _has_words(*texts: str | None) -> bool:
    return any(text.strip(_DASHES + ".,") for text in texts if text)


def _quoted(box: HtmlTree, source: HtmlTree) -> list[str]:
    """Return the paragraphs of a pull quote without the name."""
    for line_end in box.iter("br"):
        line_end.tail = f" {line_end.tail or ''}"
    name = text_of(source)
    whole = _unsigned(text_of(box), name)
    blocks = [text for block in box.iter("p") if (text := _unsigned(text_of(block), name))]
    return blocks if sum(map(len, blocks)) >= _MIN_IN_PARAGRAPHS * len(whole) else [whole]


def _unsigned(text: str, name: str) -> str:
    return text.removesuffix(name).rstrip(_DASHES)


def _marked(texts: list[str]) -> list[str]:
    """Return the paragraphs of a quotation in marks, unless they have some."""
    if texts[0][0] in _OPENING_MARKS:
        return texts
    texts = [f"“{text}" for text in texts]
    return [*texts[:-1], f"{texts[-1]}”"]

"""Web pages: main text, title, author, date and publisher by trafilatura; nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import InputError
from index.formats.entry import Entry, article


def read(path: Path) -> Iterator[Entry]:
    """The one article of a web page."""
    # Late: they take a second to import.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    content = path.read_bytes()
    if not content.strip():
        raise InputError("the file is empty: there is nothing to index.")
    try:
        page = bare_extraction(content, with_metadata=True, include_comments=False, include_tables=False)
    except Exception as error:  # a foreign parser over hostile input raises what it likes
        raise InputError(f"the page cannot be read as HTML ({type(error).__name__}): save it again.") from error
    if not isinstance(page, Document) or not (page.text or "").strip():
        raise InputError("no article was found in the page: save its text as .txt instead.")
    fields = {
        "title": page.title,
        "url": page.url,
        "publisher": page.sitename or page.hostname,
        "author": page.author,
        "date": page.date,
        "language": page.language,
    }
    yield Entry(article(path, _paragraphs(page.text or ""), fields))


def _paragraphs(text: str) -> str:
    """Trafilatura puts each paragraph on a line; blank lines between them say so to the sentence splitter."""
    return "\n\n".join(line for line in text.splitlines() if line.strip())

"""Markdown, with optional YAML front matter (id, title, publisher, author, date, url, language, collection)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from index.errors import InputError
from index.readers.dates import date_in_name
from index.readers.encoding import read_text
from index.readers.entry import Entry, article, given_date

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(.*?)^---[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LISTS = ("bullet_list", "ordered_list")
_SEPARATORS = {"root": "\n\n", "blockquote": "\n\n", "bullet_list": "\n", "ordered_list": "\n"}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def read(name: str, stream: BinaryIO) -> Iterator[Entry]:
    """Yield the one article of a Markdown file, its body as plain text; raises `InputError`."""
    source = read_text(stream)
    fields: dict[str, object] = {}
    if match := _FRONT_MATTER.match(source):
        fields, source = _fields(match[1]), source[match.end() :]
    body, heading = plain(source)
    fields |= {"text": body, "title": fields.get("title") or heading, "date": given_date(fields) or date_in_name(name)}
    yield Entry(article(fields))


def plain(source: str) -> tuple[str, str]:
    """Return the text of Markdown without its marks, and its first heading ("" without one).

    Blocks stand apart by a blank line, list items on lines of their own; HTML stays as it is written.
    """
    from markdown_it import MarkdownIt  # late: only this format needs it
    from markdown_it.tree import SyntaxTreeNode

    document = SyntaxTreeNode(MarkdownIt("commonmark").parse(source))
    heading = next((_text(node) for node in document.walk() if node.type == "heading"), "")
    return _text(document), heading


def _fields(front_matter: str) -> dict[str, object]:
    import yaml  # late: only this format needs it

    try:
        fields = yaml.safe_load(front_matter)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if not mark:
            raise InputError(
                "the YAML between the --- lines is broken: put values in quotation marks.", "markdown.yaml"
            ) from error
        raise InputError(
            "the YAML between the --- lines is broken in line {line}: put values in quotation marks.",
            "markdown.yaml_line",
            line=mark.line + 2,
        ) from error
    except Exception as error:  # PyYAML lets whatever its constructors meet come through: ValueError, KeyError, …
        raise InputError(
            "a value between the --- lines is impossible ({error}): put values in quotation marks.",
            "markdown.value",
            error=error,
        ) from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise InputError(
            "what stands between the --- lines is no list of `name: value`: write it so or leave it out.",
            "markdown.no_list",
        )
    return {str(name).lower(): value for name, value in fields.items()}


def _text(node: "SyntaxTreeNode") -> str:
    """Return the text of a block or of a run within one."""
    if node.type in _BREAKS:
        return _BREAKS[node.type]
    if node.type == "list_item":
        item = _item(node)
        return item and (f"{node.info}. " if node.info else "- ") + item
    if node.children or node.is_root:
        return _SEPARATORS.get(node.type, "").join(filter(None, map(_text, node.children)))
    return node.content.rstrip("\n")


def _item(node: "SyntaxTreeNode") -> str:
    """Return the blocks of a list item; a list within it begins on the next line."""
    text = ""
    for child in node.children:
        text += ("\n" if child.type in _LISTS else "\n\n") * bool(text) + _text(child)
    return text

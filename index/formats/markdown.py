"""Markdown, with optional YAML front matter (id, title, publisher, author, date, url, language, collection)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputError
from index.formats.dates import date_in_name
from index.formats.decode import read_text
from index.formats.entry import Entry, article

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(.*?)^---[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LISTS = ("bullet_list", "ordered_list")


def read(path: Path) -> Iterator[Entry]:
    """The one article of a Markdown file, its body as plain text; raises `InputError`."""
    source = read_text(path)
    fields: dict[str, object] = {}
    if match := _FRONT_MATTER.match(source):
        fields, source = _fields(match[1]), source[match.end() :]
    body, heading = plain(source)
    fields |= {"text": body, "title": fields.get("title") or heading, "date": fields.get("date") or date_in_name(path)}
    yield Entry(article(path, fields))


def plain(source: str) -> tuple[str, str]:
    """The text of Markdown without its marks, and its first heading ("" without one).

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
        where = f" in line {mark.line + 2}" if mark else ""
        raise InputError(f"the YAML between the --- lines is broken{where}: put values in quotation marks.") from error
    except Exception as error:  # PyYAML lets whatever its constructors meet come through: ValueError, KeyError, …
        raise InputError(
            f"a value between the --- lines is impossible ({error}): put values in quotation marks."
        ) from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise InputError("what stands between the --- lines is no list of `name: value`: write it so or leave it out.")
    return {str(name).lower(): value for name, value in fields.items()}


def _text(node: "SyntaxTreeNode") -> str:
    """The text of a block or of a run within one."""
    match node.type:
        case "text" | "code_inline" | "html_inline":
            return node.content
        case "code_block" | "fence" | "html_block":
            return node.content.rstrip("\n")
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "bullet_list" | "ordered_list":
            return _joined("\n", node)
        case "list_item":
            return (f"{node.info}. " if node.info else "- ") + _item(node)
        case "root" | "blockquote":
            return _joined("\n\n", node)
        case _:
            return "".join(map(_text, node.children))


def _joined(separator: str, node: "SyntaxTreeNode") -> str:
    return separator.join(filter(None, map(_text, node.children)))


def _item(node: "SyntaxTreeNode") -> str:
    """The blocks of a list item; a list within it begins on the next line."""
    text = ""
    for child in node.children:
        text += ("\n" if child.type in _LISTS else "\n\n") * bool(text) + _text(child)
    return text

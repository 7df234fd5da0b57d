"""Markdown, with optional YAML front matter (id, title, publisher, author, date, url, language, collection)."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import InputError
from index.formats.decode import read_text
from index.formats.entry import Entry, article

_FRONT_MATTER = re.compile(r"---[^\S\n]*\r?\n(.*?)^---[^\S\n]*\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read(path: Path) -> Iterator[Entry]:
    """The one article of a Markdown file, its body as plain text."""
    source = read_text(path)
    fields: dict[str, object] = {}
    if match := _FRONT_MATTER.match(source):
        fields, source = _fields(match[1]), source[match.end() :]
    text, heading = _plain(source)
    yield Entry(article(path, text, {"title": heading, **fields}))


def _fields(front_matter: str) -> dict[str, object]:
    import yaml  # late: only this format needs it

    try:
        fields = yaml.safe_load(front_matter)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise InputError(f"the YAML between the --- lines is broken{where}: put values in quotation marks.") from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise InputError("what stands between the --- lines is no list of `name: value`: write it so or leave it out.")
    return {str(name): value for name, value in fields.items()}


def _plain(source: str) -> tuple[str, str]:
    """The text without markup, blocks apart by a blank line and list items by a line; and the first heading."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    heading, bullet, list_depth = "", "", 0
    tokens = MarkdownIt("commonmark").parse(source)
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            list_depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            list_depth -= 1
        elif token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.content and token.type in ("inline", "fence", "code_block", "html_block"):
            text = _inline(token.children) if token.children else token.content.rstrip("\n")
            in_list = list_depth and bullet and blocks and tokens[position - 2].type == "list_item_open"
            first_item = in_list and tokens[position - 3].type.endswith("list_open")
            blocks += [("\n" if in_list and not first_item else "\n\n") if blocks else "", bullet + text]
            bullet = ""
            if not heading and tokens[position - 1].type == "heading_open":
                heading = text
    return "".join(blocks), heading


def _inline(children: list) -> str:  # type: ignore[type-arg]  # markdown-it's tokens
    parts = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(_inline(child.children or []))
        else:
            parts.append(child.content)
    return "".join(parts)

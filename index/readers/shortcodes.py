"""Marks in square brackets that editorial systems and forums put into texts: [caption …], [embed], [b].

A bracket is such a mark only when the text closes it ([/b]), when it has attributes, or when it can be nothing else.
What a reporter adds to a quotation, "[the mayor]", stays.
"""

import re

_NAME = r"[a-z][\w-]{0,40}"
_ATTRIBUTES = r"(?:[\s=][^\[\]\n]{0,1000})?"
# Marks around an address, of which readers see a picture or a film.
_MEDIA = "audio|embed|facebook|gist|img|instagram|playlist|soundcloud|tweet|twitter|video|vimeo|youtube"
_MEDIUM = re.compile(rf"\[({_MEDIA}){_ATTRIBUTES}\][^\[\]\n]{{0,1000}}\[/\1\]", re.IGNORECASE)
_CLOSING = re.compile(rf"\[/({_NAME})\]", re.IGNORECASE)
_MARK = re.compile(rf"\[/?({_NAME})(?:{_ATTRIBUTES}|\s*/)\]", re.IGNORECASE)
_WITH_ATTRIBUTES = re.compile(rf"\[{_NAME}\s[^\[\]\n]{{0,1000}}?\b[\w-]{{1,40}}=[\"'“”„&\w][^\[\]\n]{{0,1000}}\]")
_ALONE = ("caption", "embed", "gallery", "playlist", "wp_caption")
_BLOCKS = frozenset(("caption", "wp_caption", "quote"))
_MANY_LINES = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n){2,}")


def without_shortcodes(text: str) -> str:
    """Return a text without the marks, and without the addresses between them; one that has none as it is."""
    if "[" not in text:
        return text
    names = {*_ALONE, *map(str.lower, _CLOSING.findall(text))}
    left = _WITH_ATTRIBUTES.sub(_left, _MEDIUM.sub("", text))
    left = _MARK.sub(lambda found: _left(found) if found[1].lower() in names else found[0], left)
    return text if left == text else _MANY_LINES.sub("\n\n", left).strip()


def _left(found: re.Match[str]) -> str:
    """Return what stays of a mark: a blank line where a caption or a quotation begins or ends."""
    name = found[0].strip("[]/").split()[0].partition("=")[0].lower()
    return "\n\n" if name in _BLOCKS else ""

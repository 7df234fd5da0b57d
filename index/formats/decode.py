"""Bytes into text: UTF-8, then what a byte-order mark says, then the likeliest of the old encodings."""

from pathlib import Path

from index.errors import InputError

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 200_000
_MOST_CONTROL = 0.01
_BINARY = "the file is binary, not text: give the article as text, HTML or PDF."


def decoded(content: bytes) -> str:
    """The text of a file, line ends unchanged, without its byte-order mark.

    Raises `InputError` for an empty file and for one that is no text.
    """
    if not content.strip():
        raise InputError("the file is empty: there is nothing to index.")
    text = _decoded(content)
    controls = sum(character < " " and character not in "\t\n\r\f\x1b" for character in text[:_SAMPLE])
    if "\0" in text[:_SAMPLE] or controls > _MOST_CONTROL * min(len(text), _SAMPLE):
        raise InputError(_BINARY)
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"the file says it is {encoding} and is not: save it again as UTF-8.") from error
    if b"\0" in content[:_SAMPLE]:
        raise InputError(_BINARY)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes  # late: UTF-8 does not need it

    # Windows-1252 is what Western newsrooms left behind; a guess among hundred code pages is worse than this order.
    try:
        western = content.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and not any("\x80" <= character < "\xa0" for character in western):
        letters = sum(character.isalpha() or character.isspace() for character in western[:_SAMPLE])
        if letters >= 0.75 * min(len(western), _SAMPLE):
            return western
    best = from_bytes(content).best()
    if best is None:
        raise InputError("its encoding cannot be told: save it again as UTF-8.")
    return str(best)


def read_text(path: Path) -> str:
    """The decoded text of a file."""
    return decoded(path.read_bytes())

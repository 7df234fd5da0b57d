"""Text that was once decoded wrongly, "â€œ" for a quotation mark, into what it was.

Only where a text has signs that nobody writes: "Ã" before a quotation mark may end a word in capitals.
"""

import re

_LATIN = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0x100)}
_BYTES = {**_LATIN, **{chr(byte): byte for byte in range(0x80, 0x100)}}
_FOLLOWING = "".join(re.escape(sign) for sign, byte in _BYTES.items() if byte < 0xC0 and sign != "\ufffd")
_CERTAIN = re.compile(rf"â[€\x80]|Ã[¡-©¬-¹¼-¿]|Â[£§©®°]|ðŸ[{_FOLLOWING}]{{2}}")
_SEQUENCE = re.compile(rf"[ÂÃÄÅ][{_FOLLOWING}]|[âï][{_FOLLOWING}]{{2}}|ð[{_FOLLOWING}]{{3}}")
_LOST_BYTE = re.compile(r"â€[\ufffd?]?(?=[\s,.;:!?)]|$)")  # of a closing mark, whose last byte Windows does not know


def without_mojibake(text: str) -> str:
    """Return a text whose UTF-8 was read as Windows-1252 as it was written; any other as it is."""
    if not _CERTAIN.search(text):
        return text
    return _LOST_BYTE.sub("”", _SEQUENCE.sub(_decoded, text))


def _decoded(found: re.Match[str]) -> str:
    try:
        sign = bytes(map(_BYTES.__getitem__, found[0])).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return sign if sign.isprintable() or sign.isspace() else found[0]

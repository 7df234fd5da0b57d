"""Bytes into text: what a byte-order mark says, then strict UTF-8, then the likeliest of the old encodings.

Old encodings cannot be told apart for certain. Text in Latin letters is taken for Windows-1252, what Western newsrooms
left behind, or for Windows-1250 where that puts signs such as ³ inside words, as it does with Polish; other scripts are
recognised by charset-normalizer. Czech, Hungarian and Turkish in their old encodings come out wrong: they need UTF-8.
"""

import codecs
import io
import os
import re
from typing import BinaryIO

from index.errors import InputError

MAX_BYTES = 100_000_000
"""The biggest file that is read whole."""

_SAMPLE_BYTES = 64_000
_BYTE_ORDER_MARKS = {  # UTF-32 before UTF-16, whose mark it begins with
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OTHER_ENCODINGS = [
    "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip
# Letters with accents and quotation marks stand alone or in twos among Latin letters; other scripts are made of runs.
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]{3,}")
_LATIN_LETTER = re.compile(rb"[A-Za-z]")
_MAX_FOREIGN_SHARE = 0.3
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¹³¿][^\W\d_]")  # ą, ł and ż of Windows-1250, read as Windows-1252
_MAX_CONTROL_SHARE = 0.01
_RTF = "{\\rtf"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = re.compile(_CONTROL.pattern.encode())


def size_of(stream: BinaryIO) -> int:
    """Return the number of bytes of a stream, which is then at its beginning."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def read_bytes(stream: BinaryIO, limit: int = MAX_BYTES) -> bytes:
    """Return a whole file; raises `InputError` when it is empty or has more than `limit` bytes."""
    size = size_of(stream)
    if size > limit:
        raise InputError(
            "the file has {size:,} bytes and the limit is {limit:,}: cut it into articles.",
            "document.too_large",
            size=size,
            limit=limit,
        )
    content = stream.read()
    if not content.strip():
        raise _empty()
    return content


def read_text(stream: BinaryIO) -> str:
    """Return the text of a file, its line ends unchanged; raises `InputError` when it is empty, too big or no text."""
    return decode(read_bytes(stream))


def decode(content: bytes) -> str:
    """Return the text of a file's bytes, without a byte-order mark; raises `InputError` when it is no text."""
    encoding = encoding_of(io.BytesIO(content))
    try:
        text = without_nul(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise not_encoded(encoding) from error
    if not text.strip():
        raise _empty()
    check_is_text(text)
    return text


def without_nul(text: str) -> str:
    """Return a text without a few NUL characters, as browsers read it; raises `InputError` when it has more."""
    if text.count("\0") > _MAX_CONTROL_SHARE * len(text):
        raise _binary()
    return text.replace("\0", "")


def encoding_of(stream: BinaryIO) -> str:
    """Return the encoding of a stream, reading no more of it than necessary; raises `InputError` if it is binary."""
    chunk = stream.read(_SAMPLE_BYTES)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if chunk.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    try:
        while chunk:
            following = stream.read(_SAMPLE_BYTES)
            decoder.decode(chunk, final=not following)
            before, chunk = chunk, following
    except UnicodeDecodeError:
        return _old_encoding(before + chunk)
    return "utf-8"


def check_is_text(text: str) -> None:
    """Raise `InputError` when a text holds NUL, or more control characters than a slip of the keyboard, or is RTF."""
    if text.lstrip().startswith(_RTF):
        raise InputError("the file is RTF, not plain text: save it as plain text, HTML or PDF.", "document.rtf")
    if "\0" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise _binary()


def not_encoded(encoding: str) -> InputError:
    """Return the fault of a file that turns out not to be in the encoding it began in."""
    name = encoding.removesuffix("-sig").upper()
    return InputError(
        "the file begins as {encoding} and does not go on so: save it again as UTF-8.",
        "document.encoding_changes",
        encoding=name,
    )


def _empty() -> InputError:
    return InputError("the file is empty: there is nothing to index.", "document.empty")


def _binary() -> InputError:
    return InputError("the file is binary, not text: give the article as text, HTML or PDF.", "document.binary")


def _old_encoding(sample: bytes) -> str:
    if len(_CONTROL_BYTES.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise _binary()
    sample = sample.replace(b"\0", b"")
    _check_not_damaged(sample)
    foreign = sum(map(len, _FOREIGN_RUN.findall(sample)))
    if foreign <= _MAX_FOREIGN_SHARE * (foreign + len(_LATIN_LETTER.findall(sample))):
        try:
            return "cp1250" if _SIGN_IN_WORD.search(sample.decode("cp1252")) else "cp1252"
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes  # late: few files need it

    best = from_bytes(sample, cp_isolation=_OTHER_ENCODINGS).best()
    if best is None:
        raise InputError("its encoding cannot be told: save it again as UTF-8.", "document.encoding_unknown")
    return best.encoding


def _check_not_damaged(sample: bytes) -> None:
    """Raise `InputError` for UTF-8 with a few broken characters, which any old encoding would turn into mojibake."""
    lenient = sample.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if sum(character > "\x7f" for character in lenient) - broken > broken:
        raise InputError(
            "the file is UTF-8 with damaged characters: mend them or save it again as UTF-8.", "document.damaged"
        )

"""The sentence of an error over HTTP: its own where a reader can act on it, else one that refers to the log."""

import logging

from fastapi import HTTPException

from index.errors import OnRecordError
from ui.render.wording import ENGLISH

UNEXPECTED = "Something went wrong while answering; the server's log says what. Please ask again."

_log = logging.getLogger("onrecord")


class Unavailable(OnRecordError, HTTPException):  # noqa: N818 - nothing is wrong with the request
    """The same request can be answered later; its sentence says so, and 503 is its status."""

    def __init__(self, sentence: str, seconds: int, kind: str = "", /, **values: object) -> None:
        """`seconds` is when to come again."""
        OnRecordError.__init__(self, sentence, kind, **values)
        HTTPException.__init__(self, 503, self.args[0], {"Retry-After": str(seconds)})

    def __str__(self) -> str:
        """Return the sentence alone."""
        return str(self.detail)


def sentence_for(error: Exception) -> str:
    """Return the sentence of an error that its reader can mend; log any other with its traceback."""
    if isinstance(error, OnRecordError):
        return ENGLISH.error(error)
    _log.error("Unexpected fault", exc_info=error)
    return UNEXPECTED

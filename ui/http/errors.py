"""The sentence of an error over HTTP: its own where a reader can act on it, else one that refers to the log."""

import logging

from index.errors import OnRecordError
from ui.http.request_error import RequestError
from ui.render.wording import ENGLISH, Wording

_UNEXPECTED = OnRecordError(
    "Something went wrong while answering; the server's log says what. Please ask again.", "request.unexpected"
)
UNEXPECTED = str(_UNEXPECTED)

_log = logging.getLogger("onrecord")


class Unavailable(RequestError):  # noqa: N818 - nothing is wrong with the request
    """The same request can be answered later; its sentence says so, and 503 is its status."""

    def __init__(self, sentence: str, seconds: int, kind: str = "", /, **values: object) -> None:
        """`seconds` is when to come again."""
        super().__init__(sentence, kind, 503, {"Retry-After": str(seconds)}, **values)


def sentence_for(error: Exception, wording: Wording = ENGLISH) -> str:
    """Return the sentence of an error that its reader can mend; log any other with its traceback."""
    if isinstance(error, OnRecordError):
        return wording.error(error)
    _log.error("Unexpected fault", exc_info=error)
    return wording.error(_UNEXPECTED)

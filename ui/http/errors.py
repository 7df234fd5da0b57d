"""The rim: whatever goes wrong below becomes one sentence for the person who asked.

This is the only place that catches everything. A fault the user can mend carries its own sentence; any other is
logged with its traceback, and the user is told where to look.
"""

import logging

from index.errors import OnRecordError
from ui.render.wording import ENGLISH, Wording

_UNEXPECTED = OnRecordError(
    "Something went wrong while answering; the server's log says what. Please ask again.", "request.unexpected"
)
UNEXPECTED = str(_UNEXPECTED)

_log = logging.getLogger("onrecord")


def sentence_for(error: Exception, wording: Wording = ENGLISH) -> str:
    """Return what the user is shown instead of a traceback."""
    if isinstance(error, OnRecordError):
        return wording.error(error)
    _log.error("Unexpected fault", exc_info=error)
    return wording.error(_UNEXPECTED)

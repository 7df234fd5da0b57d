"""A response that is made while it is sent, and ends at once when its client disconnects."""

from collections.abc import Callable, Generator, Mapping
from contextlib import aclosing

from fastapi.responses import Response, StreamingResponse
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from ui.http.errors import sentence_for
from ui.http.language import wording_of
from ui.http.route import error_response
from ui.render.wording import ENGLISH, Wording
from ui.serving.cancellation import Client, run_in_steps
from ui.serving.scheduler import AnswerScheduler, scheduler_of

NO_BUFFERING = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # nginx would hold the stream back
"""Headers of a stream that is shown as it comes."""


class StepStreamingResponse(StreamingResponse):
    """Streams pieces of text, each made in a thread.

    An error before the first piece is answered like that of any other route, by `refusing`; a later one, when the
    status has been sent, ends the response with what `fault` makes of its sentence.
    """

    def __init__(
        self,
        pieces: Generator[str, None, None],
        client: Client,
        media_type: str,
        headers: Mapping[str, str] | None = None,
        fault: Callable[[str], str] = str,
        refusing: Callable[[Exception, Wording], Response] = error_response,
    ) -> None:
        """Make no piece before the response is sent; `client` is marked as gone when it disconnects."""
        super().__init__((), media_type=media_type, headers=headers)
        self._pieces, self._client, self._fault, self._refusing = pieces, client, fault, refusing
        self._scheduler: AnswerScheduler | None = None
        self._wording = ENGLISH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response, each piece made when the scheduler has a slot."""
        self._scheduler, self._wording = scheduler_of(scope), wording_of(HTTPConnection(scope))
        await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        """Send the pieces as they come. Starlette cancels this when the client disconnects, which closes them."""
        begun = False
        async with aclosing(run_in_steps(self._pieces, self._client, self._scheduler)) as pieces:
            try:
                async for piece in pieces:
                    if not begun:
                        await _send_start(self, send)
                        begun = True
                    await _send_piece(piece.encode(self.charset), send)
            except Exception as error:  # noqa: BLE001 - past the route, which catches everything else
                if not begun:
                    fault = self._refusing(error, self._wording)
                    await _send_start(fault, send)
                    await send({"type": "http.response.body", "body": fault.body})
                    return
                await _send_piece(self._fault(sentence_for(error, self._wording)).encode(self.charset), send)
        await send({"type": "http.response.body", "body": b""})


async def _send_start(response: Response, send: Send) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})


async def _send_piece(piece: bytes, send: Send) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})

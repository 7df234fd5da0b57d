"""Routes whose every error is answered with a problem detail."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException as AnyHTTPException

from index.errors import InputError, OnRecordError
from ui.http.errors import sentence_for
from ui.http.language import wording_of
from ui.http.problem import problem
from ui.http.request_error import RequestError
from ui.http.value_error import invalid_request
from ui.render.wording import ENGLISH, Wording

_NO_OBJECT = InputError(
    'The body is not a JSON object: send one like {"question": "…"} with Content-Type application/json.',
    "request.no_object",
)


class ProblemRoute(APIRoute):
    """A route that answers every error with one sentence, and refuses parameters that it does not know."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the route, with its checks before it and its errors answered."""
        handle = super().get_route_handler()
        known = {field.alias for field in get_flat_params(self.dependant)} - self.param_convertors.keys()
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)

        async def answer_errors(request: Request) -> Response:
            try:
                if takes_json:
                    _require_json(request)
                _require_known(request, known)
                return await handle(request)
            except Exception as error:  # noqa: BLE001 - no traceback leaves the server
                return error_response(error, wording_of(request))

        return answer_errors


def error_response(error: Exception, wording: Wording = ENGLISH) -> Response:
    """Return the problem detail of an error in its reader's language; one that nobody expected is logged."""
    if isinstance(error, RequestValidationError):
        return problem(422, wording.error(_request_fault(error)))
    if isinstance(error, AnyHTTPException):
        return _http_problem(error, wording)
    # What is not the sender's is the server's, and may be over soon: an index that is locked.
    mendable = 400 if isinstance(error, InputError) else 503
    return problem(mendable if isinstance(error, OnRecordError) else 500, sentence_for(error, wording))


def _http_problem(error: AnyHTTPException, wording: Wording) -> Response:
    if isinstance(error, OnRecordError):
        return problem(error.status_code, wording.error(error), error.headers)
    if error.status_code == 400 and error.__cause__:
        # FastAPI could not read the body: not UTF-8, or nested without end
        return problem(422, wording.error(_NO_OBJECT))
    return problem(error.status_code, str(error.detail), error.headers)


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        if not kind:
            raise RequestError(
                "The body is without a type: send JSON with Content-Type application/json.", "request.without_type", 415
            )
        raise RequestError(
            "The body is of type {kind!r}: send JSON with Content-Type application/json.",
            "request.other_type",
            415,
            kind=kind,
        )


def _require_known(request: Request, known: set[str]) -> None:
    for name in request.query_params:
        if name not in known:
            raise _unknown(name, known)


def _unknown(name: str, known: set[str]) -> RequestError:
    if not known:
        return RequestError(
            "The request is not as expected: {name!r} is no parameter: this address takes none.",
            "request.no_parameters",
            422,
            name=name,
        )
    return RequestError(
        "The request is not as expected: {name!r} is no parameter: this address takes {known}.",
        "request.unknown_parameter",
        422,
        name=name,
        known=", ".join(sorted(known)),
    )


def _request_fault(error: RequestValidationError) -> InputError:
    first: ErrorDetails = error.errors()[0]
    # Where a value may be of several types, Pydantic names the one it tried ("constrained-str") after the member.
    where = ".".join(str(part) for part in first["loc"][1:] if isinstance(part, int) or part.isidentifier())
    if first["type"] == "json_invalid" or not where:
        return _NO_OBJECT
    return invalid_request(where, first)

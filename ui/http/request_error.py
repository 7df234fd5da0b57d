"""A fault of a request that has a status of its own."""

from collections.abc import Mapping

from fastapi import HTTPException

from index.errors import OnRecordError


class RequestError(OnRecordError, HTTPException):
    """A request that cannot be answered as it is sent: its sentence says why, its status in what way."""

    def __init__(
        self, sentence: str, kind: str, status: int, headers: Mapping[str, str] | None = None, /, **values: object
    ) -> None:
        """`sentence`, `kind` and `values` are those of `OnRecordError`."""
        OnRecordError.__init__(self, sentence, kind, **values)
        detail = sentence.format(**values) if values else sentence
        HTTPException.__init__(self, status, detail, dict(headers or {}) or None)

    def __str__(self) -> str:
        """Return the sentence alone."""
        return str(self.detail)

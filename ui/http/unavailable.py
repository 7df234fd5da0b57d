"""A fault that ends by itself."""

from fastapi import HTTPException

from index.errors import OnRecordError


class Unavailable(OnRecordError, HTTPException):  # noqa: N818 - nothing is wrong with the request
    """The same request can be answered later; its message says so, and 503 is its status."""

    def __init__(self, sentence: str, seconds: int, kind: str = "", /, **values: object) -> None:
        """`seconds` is when to come again."""
        OnRecordError.__init__(self, sentence, kind, **values)
        HTTPException.__init__(self, 503, self.args[0], {"Retry-After": str(seconds)})

    def __str__(self) -> str:
        """The sentence alone."""
        return str(self.detail)

"""A fault that ends by itself."""

from fastapi import HTTPException

from index.errors import OnRecordError


class Unavailable(OnRecordError, HTTPException):  # noqa: N818 - nothing is wrong with the request
    """The same request can be answered later; its message says so, and 503 is its status."""

    def __init__(self, detail: str, seconds: int) -> None:
        """`seconds` is when to come again."""
        super().__init__(503, detail, {"Retry-After": str(seconds)})

    def __str__(self) -> str:
        """The sentence alone."""
        return str(self.detail)

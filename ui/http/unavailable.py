"""A fault that ends by itself."""

from ui.http.request_error import RequestError


class Unavailable(RequestError):  # noqa: N818 - nothing is wrong with the request
    """The same request can be answered later; its message says so, and 503 is its status."""

    def __init__(self, sentence: str, seconds: int, kind: str = "", /, **values: object) -> None:
        """`seconds` is when to come again."""
        super().__init__(sentence, kind, 503, {"Retry-After": str(seconds)}, **values)

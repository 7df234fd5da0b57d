"""A token that ends the requests made for an answer when nobody waits for it any longer, from whatever thread."""

from threading import Lock
from typing import Protocol


class CloseableRequest(Protocol):
    """A request in progress."""

    def close(self) -> None:
        """End it, whatever it waits for; may be called again and from any thread."""


class Cancellation:
    """Whether the work for one answer is cancelled, and the requests that end with it; safe between threads."""

    def __init__(self) -> None:
        """Start uncancelled, with no request."""
        self.cancelled = False
        self._lock = Lock()
        self._requests: list[CloseableRequest] = []

    def cancel(self) -> None:
        """Close every registered request, and from now on each that is registered later."""
        with self._lock:
            self.cancelled = True
            requests = self._requests.copy()
        for request in requests:
            request.close()

    def register(self, request: CloseableRequest) -> None:
        """Close the request on cancellation; at once when that has come."""
        with self._lock:
            self._requests.append(request)
            cancelled = self.cancelled
        if cancelled:
            request.close()

"""A cancelled answer asks nothing more of a model."""

from qa.cancellation import Cancellation


class Request:
    """A request that counts how often it is ended."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_what_is_registered_ends_when_it_is_cancelled_and_what_comes_later_at_once() -> None:
    cancel, first, second, later = Cancellation(), Request(), Request(), Request()
    cancel.register(first)
    cancel.register(second)
    assert (cancel.cancelled, first.closed, second.closed) == (False, 0, 0)
    cancel.cancel()
    assert (cancel.cancelled, first.closed, second.closed) == (True, 1, 1)
    cancel.register(later)
    assert later.closed == 1

"""An engine that fails."""

from typing import NoReturn

from tests.support.fake_engine import FakeEngine


class Broken(FakeEngine):
    """An engine that fails in the way it is told to."""

    def __init__(self, error: Exception) -> None:
        super().__init__([])

        def fail(*_: object, **__: object) -> NoReturn:
            raise error

        self.answers.ask = self.catalogue.counts = fail

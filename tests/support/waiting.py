"""Time, as tests take it: they wait for what must happen, and let pass what must run out."""

import math

PATIENCE = 300.0
"""Seconds that a test waits for an event. Only a test that fails waits so long: no busy machine fails one."""


class Clock:
    """A clock in place of `time.monotonic`: it stands still for some looks, and then every limit has passed."""

    def __init__(self, looks: int) -> None:
        self._looks = looks

    def __call__(self) -> float:
        self._looks -= 1
        return 0.0 if self._looks >= 0 else math.inf

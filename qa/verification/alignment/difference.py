"""What of a sentence is not shown to hold by what it cites."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a sentence says and its source does not, or leaves out and its source does not."""

    kind: str
    """other (a word stands for another), added, left_out, turned (denied here or there), time (when, or how surely),
    speaker (nobody there says or asks it so) or embedded (there it is said, asked, planned, not so)."""
    words: str
    """Of the sentence; of the source where something was left out."""
    source: str = ""
    """What stands there instead."""

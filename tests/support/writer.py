"""An asker whose answers are written by a scripted model (`model_server.py`) from the sample articles."""

import json
import re
from typing import Any

from index.storage.corpus import Archive
from qa.ask import Asker
from qa.generation.models import Limits, Models
from tests.support.model_server import ModelServer
from ui.serving.cancellation import left_by_readers

MODEL = "openai:tiny"
QUESTION = "Who resigned from Merrow Bank?"
RESIGNED = (
    "NORVIK, April 9 (Meridian Wire) - Philippa Renshaw resigned as chief executive of Merrow Bank on Wednesday, an "
    "hour before Kaldmark's financial regulator fined the lender 14.5 million euros and said that the records of 1.1 "
    "million customers had been stolen in January, more than five times as many as the bank first reported."
)
LEAVES = "Ferrars himself refused to resign."
"""The articles' own words, from the first and the second passage that the model is given."""
FALSE = "Philippa Renshaw was paid 4711 crowns."
HARMFUL = (
    "See [her letter](http://evil.example/4711) ![](http://evil.example/4711.png) <img src=x onerror=hacked()> "
    "<a href=http://evil.example/4712>here</a>."
)
WRITTEN = (f"{RESIGNED} [1]\n\n", f"{FALSE} [1] ", f"{HARMFUL} [2] ", f"{LEAVES} [2]")
"""What the model sends: two sentences stand, two do not."""
HELD = "2 sentences withheld: not in the articles."
PATIENT = Limits(first_seconds=30, seconds=30, retries=0)
"""So long that whatever ends within a test was ended by its reader."""


def written_by(server: ModelServer, archive: Archive, limits: Limits = PATIENT) -> Asker:
    """An asker over an archive, whose model is what the server plays."""
    return Asker(archive, left_by_readers(Models.parse([f"{MODEL}@{server.url}/v1"], limits)))


def events(stream: str) -> list[tuple[str, dict[str, Any]]]:
    """The server-sent events of a stream, names and data."""
    found = [re.fullmatch(r"event: (\w+)\ndata: (.*)", event) for event in stream.split("\n\n") if event]
    return [(event[1], json.loads(event[2])) for event in found if event]

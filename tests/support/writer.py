"""An engine whose answers are written by a scripted model (`model_server.py`) from the sample articles."""

import json
import re
from typing import Any

from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.generation.models import ModelLimits, ModelRouting
from tests.support.model_server import ModelServer
from tests.support.waiting import PATIENCE

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
PATIENT = ModelLimits(first_seconds=PATIENCE, seconds=PATIENCE, retries=0)
"""So long that whatever ends within a test was ended by its reader."""


def written_by(server: ModelServer, corpus: Corpus, limits: ModelLimits = PATIENT) -> AnswerEngine:
    """An engine over a corpus, whose model is what the server plays."""
    return AnswerEngine(corpus, ModelRouting.parse([f"{MODEL}@{server.url}/v1"], limits))


def events(stream: str) -> list[tuple[str, dict[str, Any]]]:
    """The server-sent events of a stream, names and data."""
    found = [re.fullmatch(r"event: (\w+)\ndata: (.*)", event) for event in stream.split("\n\n") if event]
    return [(event[1], json.loads(event[2])) for event in found if event]

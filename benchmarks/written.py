"""What a real chat model writes about the sample articles, and what the check makes of it.

    python -m benchmarks.written --model PROVIDER:NAME[@URL] [--show] [--judged benchmarks/judged.jsonl]

Asks a fixed list of questions, weighs every sentence of every reply and counts. With --judged, a file of sentences that
a person has judged (`{"text": …, "passages": …, "true": …}`, one a line), it says which of them the check got wrong.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from index.ingest import add
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.generation.generate import select_context
from qa.generation.grounding import GroundedSentence, ground
from qa.generation.models import ChatModel, ModelFault, ModelLimits, open_model
from qa.generation.parsing import DraftSentence, parse_draft
from qa.generation.prompt import SYSTEM, user_prompt
from qa.premise import Premise
from ui.render.wording import ENGLISH

_SAMPLES = Path(__file__).parent.parent / "ui" / "cli" / "samples"
_QUESTIONS = """What did Petra Voss say about the guarantee?
Who resigned from Merrow Bank?
What did Lavrov say about NATO?
What did Marit Solheim say about the gas terminal?
How many customers of Merrow Bank were affected?
Why did the nurses go on strike?
What did Gabriel Osei say about the nurses?
How much will the terminal cost?
What did Daniel Voss say about the dockers?
What did Kuleba say about the ceasefire?
When does the coal berth close?
What did Amara Nkemelu say about the bay?
Who bought Halvern Athletic?
What did Étienne Castellane say about Tarnholm?
What did Tomas Reiner say about the terminal?
How did the council vote on the gas terminal?
What did Yusuf Demirel say about Merrow Bank?
Who won the election in Santa Oriel?
What does the phone ban in schools do?
Why is water rationed in the Corrin valley?""".splitlines()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence that the model wrote, and what the check made of it."""

    question: str
    written: DraftSentence
    premises: tuple[Premise, ...]
    found: GroundedSentence | None
    seconds: float


def main() -> None:
    options = _options()
    model = open_model(options.model, ModelLimits(answer_tokens=options.tokens, seconds=300, first_seconds=120))
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.open(Path(folder))
        add(corpus, load(find([_SAMPLES])))
        weighed = [one for question in _QUESTIONS for one in _weighed(corpus, model, question)]
    counted = Counter(one.found.status if one.found else "withheld" for one in weighed)
    milliseconds = 1000 * sum(one.seconds for one in weighed) / max(1, len(weighed))
    print(f"{len(weighed)} sentences: {dict(counted)}; {milliseconds:.0f} ms each to weigh, cite and cut down")
    for one in weighed if options.show else ():
        status = one.found.status if one.found else "withheld"
        print(
            json.dumps(
                {"status": status, "cited": one.written.cited, "text": one.written.text, "question": one.question}
            )
        )
    if options.judged:
        _compare(weighed, options.judged)


def _weighed(corpus: Corpus, model: ChatModel, question: str) -> list[Weighed]:
    engine = AnswerEngine(corpus)
    verbatim = engine.answers.ask(question)
    premises = tuple(select_context(corpus, verbatim, engine.answers.search(question)))
    found: list[Weighed] = []
    try:
        with model.stream(SYSTEM, user_prompt(question, premises)) as reply:
            for written in parse_draft(reply):
                began = time.perf_counter()
                attached = ground(written, premises)
                found.append(Weighed(question, written, premises, attached, time.perf_counter() - began))
    except ModelFault as fault:
        print(f"{question} {ENGLISH.note(fault.note)}")
    return found


def _compare(weighed: list[Weighed], judged: Path) -> None:
    """How often the check and the person agree, on sentences that both have seen."""
    rows = (json.loads(line) for line in judged.read_text(encoding="utf-8").splitlines())
    truth = {(row["question"], row["text"]): row["true"] for row in rows}
    keyed = (((one.question, one.written.text), one.found is not None) for one in weighed)
    both = [(truth[key], shown) for key, shown in keyed if key in truth]
    passed = [shown for true, shown in both if not true]
    held = [not shown for true, shown in both if true]
    print(f"judged false: {len(passed)}, of them shown {sum(passed)}")
    print(f"judged true: {len(held)}, of them withheld {sum(held)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="The model, as `onrecord --model` names it.")
    parser.add_argument("--tokens", type=int, default=160, help="Of each reply at most.")
    parser.add_argument("--show", action="store_true", help="Print every sentence with its verdict.")
    parser.add_argument("--judged", type=Path, help="Sentences that a person has judged.")
    return parser.parse_args()


if __name__ == "__main__":
    main()

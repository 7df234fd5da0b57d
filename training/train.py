"""Teach the network that judges whether a passage carries a sentence (`qa/verification/network.py`).

    python -m training.train [--pairs training/pairs.jsonl] [--write qa/verification/entailment.safetensors]

Learns from `pairs.jsonl`, passages of ours with true and false sentences, and from errors put into their sentences by
program (`benchmarks/errors.py`), whose changed words are known. The embedding model stays as it is, so every text is
read once; a laptop's processor is enough.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from benchmarks.errors import Pools, errors, names_in, opposites
from index.text.chunking import sentence_spans
from qa.verification.network import WEIGHTS, EncodedText, Encoder, batch, content_mask, network, pad

PAIRS = Path(__file__).parent / "pairs.jsonl"
_BATCH = 64
_WORD_LOSS = 0.5
_CARRIED_COUNT = 2.0  # there are twice as many that are not
_AMONG_OTHERS = 0.2
_NOTHING = -30.0
_MAX_PASSAGE_LENGTH = 1000  # characters


@dataclass(frozen=True, slots=True)
class Example:
    """Passages, a sentence, and whether the ones carry the other."""

    passages: tuple[str, ...]
    sentence: str
    carried: bool
    wrong: tuple[int, int] | None = None
    """Where the words stand that are not carried, if that is known."""


def examples(rows: Sequence[dict[str, Any]], chance: random.Random) -> Iterator[Example]:
    """Return the examples to learn from: the pairs, the passages' own sentences, and errors put into both by program.

    Other errors are made, and other sentences taken, every time.
    """
    pairs = opposites()
    everybody = sorted({name for row in rows for _, _, name in names_in(row["source"])})
    for row in rows:
        source = (row["source"],)
        sentences = [row["source"][a:b] for a, b, _ in sentence_spans(row["source"])]
        yield from (Example(source, text, True) for text in row["true"])
        yield from (Example(source, false["text"], False) for false in row["false"])
        own = chance.choice(sentences)
        yield Example(source, own, True)
        if len(sentences) > 1:
            yield Example((row["source"].replace(own, "").strip(),), own, False)
        names = [name for _, _, name in names_in(row["source"])]
        for text in chance.sample([*sentences, *row["true"]], 4):
            pools = Pools(names * 8 + chance.sample(everybody, min(12, len(everybody))), opposites=pairs)
            made = errors(text, pools, chance)
            if made:
                error = chance.choice(made)
                yield Example(source, error.text, False, (error.start, error.start + max(1, len(error.after))))


def among_others(found: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Return the examples, some of them with a passage on something else before or after their own."""
    for example in found:
        if chance.random() < _AMONG_OTHERS:
            other = chance.choice(found).passages
            both = (*example.passages, *other) if chance.random() < 0.5 else (*other, *example.passages)
            if sum(map(len, both)) < _MAX_PASSAGE_LENGTH:
                yield replace(example, passages=both)
                continue
        yield example


def batches(found: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Examples of like length together, in random order."""
    mixed = sorted(found, key=lambda e: sum(map(len, e.passages)) + chance.uniform(0, 150))
    cut = [mixed[n : n + _BATCH] for n in range(0, len(mixed), _BATCH)]
    chance.shuffle(cut)
    return cut


class Library:
    """Every text, read once."""

    def __init__(self) -> None:
        self._reader = Encoder()
        self._known: dict[str, EncodedText] = {}
        self._telling: dict[str, Tensor] = {}

    def take(self, texts: Sequence[str]) -> None:
        """Read what is not known yet."""
        fresh = sorted(set(texts) - self._known.keys(), key=len)
        for n in range(0, len(fresh), 32):
            some = fresh[n : n + 32]
            self._known |= dict(zip(some, self._reader.read(some), strict=True))

    def telling(self, text: str) -> Tensor:
        """Which of its word pieces count."""
        if text not in self._telling:
            self._telling[text] = content_mask(text, self[text])
        return self._telling[text]

    def __getitem__(self, text: str) -> EncodedText:
        return self._known[text]


def loss(model: Any, library: Library, found: Sequence[Example]) -> Tensor:
    """How wrong the verdicts are, and the words picked out."""
    sentences = batch([[library[e.sentence]] for e in found])
    logits = model(sentences, batch([[library[p] for p in e.passages] for e in found]))
    telling = pad([library.telling(e.sentence) for e in found], logits.shape[1])
    logits = logits.masked_fill(~telling, _NOTHING)
    wrong = torch.tensor([float(not e.carried) for e in found])
    weights = torch.tensor([_CARRIED_COUNT if e.carried else 1.0 for e in found])
    total = nn.functional.binary_cross_entropy_with_logits(logits.logsumexp(dim=1), wrong, weights)
    target, known = torch.zeros_like(logits), torch.zeros_like(sentences.mask)
    for n, example in enumerate(found):
        if example.carried or example.wrong:
            known[n] = telling[n]
        if example.wrong:
            for piece, (start, end) in enumerate(library[example.sentence].spans):
                target[n, piece] = float(start < example.wrong[1] and end > example.wrong[0])
    if known.any():
        total = total + _WORD_LOSS * nn.functional.binary_cross_entropy_with_logits(logits[known], target[known])
    return total


@torch.inference_mode()
def carried(model: Any, library: Library, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """As `Judge.carried`."""
    library.take([text for pair in pairs for text in pair])
    found: list[float] = []
    model.eval()
    for n in range(0, len(pairs), 64):
        some = pairs[n : n + 64]
        logits = model(batch([[library[s]] for _, s in some]), batch([[library[p]] for p, _ in some]))
        logits = logits.masked_fill(~pad([library.telling(s) for _, s in some], logits.shape[1]), _NOTHING)
        found += torch.sigmoid(-logits.logsumexp(dim=1)).tolist()
    model.train()
    return found


def main() -> None:
    options = _options()
    chance = random.Random(options.seed)
    torch.manual_seed(options.seed)
    rows = [json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines()]
    chance.shuffle(rows)
    held, rows = rows[: options.held], rows[options.held :]
    library, model = Library(), network()
    print(sum(p.numel() for p in model.parameters()), "weights")
    steps_an_epoch = len(batches(list(examples(rows, chance)), chance))
    total = steps_an_epoch * options.epochs + 5
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=options.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, options.rate, total_steps=total + options.epochs, pct_start=0.1
    )
    began = time.perf_counter()
    for epoch in range(1, options.epochs + 1):
        found = list(among_others(list(examples(rows, chance)), chance))
        library.take([text for e in found for text in (*e.passages, e.sentence)])
        losses = []
        for some in batches(found, chance):
            one = loss(model, library, some)
            optimiser.zero_grad()
            one.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(one.item())
        print(f"epoch {epoch} loss {sum(losses) / len(losses):.3f} {time.perf_counter() - began:.0f} s", flush=True)
        if held:
            _report(model, library, held)
        save_file({name: w.half().contiguous() for name, w in model.state_dict().items()}, options.write)


def _report(model: Any, library: Library, held: Sequence[dict[str, Any]]) -> None:
    """Of passages never seen: the share of true sentences passed and of false ones caught, by kind, at one half."""
    true = carried(model, library, [(row["source"], text) for row in held for text in row["true"]])
    false = [(row["source"], f["text"], f["kind"]) for row in held for f in row["false"]]
    scores = carried(model, library, [(s, t) for s, t, _ in false])
    each = {
        kind: [p < 0.5 for p, (*_, k) in zip(scores, false, strict=True) if k == kind]
        for kind in sorted({k for *_, k in false})
    }
    caught = " ".join(f"{kind} {sum(own) / len(own):.2f}" for kind, own in each.items())
    print(
        f"  passed {sum(p >= 0.5 for p in true) / len(true):.3f}",
        f"caught {sum(p < 0.5 for p in scores) / len(scores):.3f} ({caught})",
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--write", type=Path, default=WEIGHTS)
    parser.add_argument("--held", type=int, default=0, help="Passages kept back to be reported on.")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Whether a passage carries a sentence, as a number: both read by the embedding model, then laid word beside word.

Every word of the sentence is compared with the words of the passage that mean most nearly the same there, and the
other way around ("decomposable attention", Parikh et al. 2016); a small transformer reads these together and gives
each word of the sentence a logit that it is not carried. A sentence is no better carried than its words together
(log-sum-exp). The weights are learned by `training/train.py`; the embedding model stays as it is. Knows nothing of
numbers, names or quotations: those are checked to the letter elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from index.embedding import has_fast_bfloat16, packaged_weights
from index.errors import CorpusError
from index.text.keywords import STOP_WORDS
from index.text.words import load_words

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS = Path(__file__).parent / "entailment.safetensors"
LAYERS = (2, 4, 6)
"""Of the embedding model: the lower ones know words, the upper ones what is meant."""
WIDTH, HEADS, DEPTH, FEATURES = 128, 4, 2, 6
TURNING = load_words(Path(__file__).parent / "rules").set("light", "turning")
"""Small words that a sentence can turn on; all others are passed over."""
MAX_LENGTH = 256
"""Word pieces of one text; what comes after is not read."""
_SHARP = 0.05
_MAX_SHAPES = 16
_SURE = 20.0


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as the embedding model reads it, word piece by word piece."""

    pieces: "Tensor"
    """Numbers of the word pieces, shape (n,)."""
    states: "Tensor"
    """What each means here, by layer, shape (n, layers * dimension)."""
    spans: tuple[tuple[int, int], ...]
    """Where each stands in the text."""


class Encoder:
    """The packaged embedding model, read layer by layer."""

    def __init__(self) -> None:
        """Load it, as it is published."""
        import torch
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        folder = str(packaged_weights())
        dtype = torch.bfloat16 if has_fast_bfloat16() else torch.float32
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.model: Any = AutoModel.from_pretrained(folder, dtype=dtype, trust_remote_code=False).eval()

    def read(self, texts: Sequence[str]) -> list[EncodedText]:
        """Each text, read by itself."""
        import torch

        tokens = self.tokenizer(
            list(texts),
            truncation=True,
            max_length=MAX_LENGTH,
            padding=True,
            pad_to_multiple_of=_MAX_SHAPES,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = tokens.pop("offset_mapping")
        with torch.inference_mode():
            layers = self.model(**tokens, output_hidden_states=True).hidden_states
            states = torch.cat([layers[n] for n in LAYERS], dim=-1)
        read = []
        for n, length in enumerate(tokens["attention_mask"].sum(dim=1).tolist()):
            inside = slice(1, length - 1)  # without the brackets around every text
            spans = tuple((int(a), int(b)) for a, b in offsets[n, inside].tolist())
            read.append(EncodedText(tokens["input_ids"][n, inside].clone(), states[n, inside].clone(), spans))
        return read


def network() -> Any:
    """Return the comparing network, untrained."""
    import torch
    from torch import nn

    class Comparison(nn.Module):
        """Sentence beside passage; see the module's head."""

        def __init__(self) -> None:
            super().__init__()
            wide = len(LAYERS) * 384
            self.meet = nn.Linear(wide, 2 * WIDTH, bias=False)
            """In this space words are matched; the angle between the embedding model's own states counts too."""
            self.project = nn.Linear(wide, WIDTH)
            self.compare = nn.Sequential(
                nn.Linear(4 * WIDTH + FEATURES, 2 * WIDTH), nn.GELU(), nn.Dropout(0.15), nn.Linear(2 * WIDTH, WIDTH)
            )
            self.side = nn.Embedding(2, WIDTH)
            layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 2 * WIDTH, 0.15, "gelu", batch_first=True, norm_first=True)
            self.together = nn.TransformerEncoder(layer, DEPTH, enable_nested_tensor=False)
            self.norm = nn.LayerNorm(WIDTH)
            self.doubt = nn.Linear(WIDTH, 1)
            nn.init.constant_(self.doubt.bias, -3.0)

        def forward(self, s: "Batch", p: "Batch") -> "Tensor":
            """Return the logit of every word piece of the sentences, shape (n, sentence)."""
            cosine = _unit(s.states[..., -384:]) @ _unit(p.states[..., -384:]).transpose(1, 2)
            learned = _unit(self.meet(s.states)) @ _unit(self.meet(p.states)).transpose(1, 2)
            same = (s.pieces.unsqueeze(2) == p.pieces.unsqueeze(1)).float()
            like = cosine + learned + 0.3 * same
            like = like.masked_fill(~(s.mask.unsqueeze(2) & p.mask.unsqueeze(1)), -1e4)
            sentence = self._compared(s, p, like, cosine, same)
            passage = self._compared(p, s, like.transpose(1, 2), cosine.transpose(1, 2), same.transpose(1, 2))
            both = torch.cat([sentence + self.side.weight[0], passage + self.side.weight[1]], dim=1)
            read = self.together(both, src_key_padding_mask=~torch.cat([s.mask, p.mask], dim=1))
            logits: Tensor = self.doubt(self.norm(read[:, : s.mask.shape[1]])).squeeze(-1)
            return logits.masked_fill(~s.mask, float("-inf"))

        def _compared(self, one: "Batch", other: "Batch", like: "Tensor", cosine: "Tensor", same: "Tensor") -> "Tensor":
            share = torch.softmax(like / _SHARP, dim=2)
            mine, met = self.project(one.states), share @ self.project(other.states)
            best = like.max(dim=2)
            where = best.indices.float()
            step = torch.diff(where, dim=1, prepend=where[:, :1])
            features = torch.stack(
                [
                    cosine.amax(dim=2),
                    best.values.clamp(min=-1),
                    same.amax(dim=2),
                    (share * same).sum(dim=2),
                    (step == 1).float(),
                    torch.tanh(step / 10),
                ],
                dim=2,
            )
            compared: Tensor = self.compare(torch.cat([mine, met, mine * met, (mine - met).abs(), features], dim=2))
            return compared

    return Comparison()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what it is laid beside, and which of its words are known to stand there."""

    passages: tuple[str, ...]
    sentence: str
    known: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of several lengths, padded to one."""

    pieces: "Tensor"
    states: "Tensor"
    mask: "Tensor"


def batch(texts: Sequence[Sequence[EncodedText]]) -> Batch:
    """Each entry's texts one after the other, padded to one length of a few: for each new one kernels are made anew."""
    import torch
    from torch.nn.functional import pad as padded

    lengths = [sum(len(read.pieces) for read in entry) for entry in texts]
    longest = -(-max(lengths) // _MAX_SHAPES) * _MAX_SHAPES
    gaps = [longest - length for length in lengths]
    pieces = [padded(torch.cat([r.pieces for r in e]), (0, gap), value=-1) for e, gap in zip(texts, gaps, strict=True)]
    states = [
        padded(torch.cat([r.states for r in e]).float(), (0, 0, 0, gap)) for e, gap in zip(texts, gaps, strict=True)
    ]
    mask = torch.arange(longest) < torch.tensor(lengths).unsqueeze(1)
    return Batch(torch.stack(pieces), torch.stack(states), mask)


def pad(rows: "Sequence[Tensor]", longest: int) -> "Tensor":
    """Rows of several lengths, padded to one with nothing."""
    import torch
    from torch.nn.functional import pad as padded

    return torch.stack([padded(row, (0, longest - len(row))) for row in rows])


def content_mask(sentence: str, read: EncodedText, known: Sequence[tuple[int, int]] = ()) -> "Tensor":
    """Which word pieces of a sentence count: those of words that say something, and are not known already."""
    import torch

    light = STOP_WORDS - TURNING
    found = []
    for start, end in read.spans:
        says = sentence[start:end].isalnum() and _word_around(sentence, start, end).casefold() not in light
        found.append(says and not any(a < end and start < b for a, b in known))
    return torch.tensor(found, dtype=torch.bool)


def _word_around(sentence: str, start: int, end: int) -> str:
    """Return the whole word of which a word piece is a part."""
    while start and sentence[start - 1].isalnum():
        start -= 1
    while end < len(sentence) and sentence[end].isalnum():
        end += 1
    return sentence[start:end]


def _unit(states: "Tensor") -> "Tensor":
    from torch.nn.functional import normalize

    return normalize(states, dim=-1)


class EntailmentModel:
    """Reader and network, loaded when first used; safe to share between threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Nothing is loaded before it is asked."""
        self._weights = weights
        self._opened: tuple[Encoder, Any] | None = None
        self._opening = Lock()
        self._read = lru_cache(maxsize=256)(self._read_one)

    def logits(self, asked: Sequence[Example]) -> list[float]:
        """Return, for each example, the logit that its passages entail its sentence."""
        if not asked:
            return []
        import torch

        _, comparison = self._loaded
        passages = batch([[self._read(text) for text in one.passages] for one in asked])
        sentences = [self._read(one.sentence) for one in asked]
        with torch.inference_mode():
            doubts = comparison(batch([[read] for read in sentences]), passages)
            counted = [content_mask(a.sentence, read, a.known) for a, read in zip(asked, sentences, strict=True)]
            telling = pad(counted, doubts.shape[1])
            total = doubts.masked_fill(~telling, float("-inf")).logsumexp(dim=1)
        return [
            _logit(float(doubt), bool(row.any()), one) for doubt, row, one in zip(total, counted, asked, strict=True)
        ]

    def read(self, texts: Iterable[str]) -> None:
        """Read texts that will be asked about."""
        for text in texts:
            self._read(text)

    def _read_one(self, text: str) -> EncodedText:
        return self._loaded[0].read([text])[0]

    @property
    def _loaded(self) -> "tuple[Encoder, Any]":
        with self._opening:
            if self._opened is None:
                self._opened = Encoder(), self._comparison()
        return self._opened

    def _comparison(self) -> Any:
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        comparison = network()
        try:
            comparison.load_state_dict({name: w.float() for name, w in load_file(self._weights).items()})
        except (OSError, SafetensorError, RuntimeError) as error:
            raise CorpusError(
                "The weights of the check, {file}, cannot be read: install On Record anew.",
                "check.weights",
                file=self._weights,
            ) from error
        return comparison.eval()


def _logit(doubt: float, says: bool, asked: Example) -> float:
    """Of a sentence whose words all stand there already it is sure, and of one that says nothing it is sure too."""
    if says:
        return -doubt
    return _SURE if asked.known else -_SURE


@cache
def entailment_model() -> EntailmentModel:
    """Return the one entailment model of this process."""
    return EntailmentModel()

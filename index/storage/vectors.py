"""The index derived from the store: passage vectors in FAISS; the only file that knows faiss.

Exact inner product over unit vectors. A snapshot is one file, header and index, written beside and renamed; its
checksum is verified before FAISS sees a byte, because FAISS loads two of three damaged files without a word.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Vectors

FILE_NAME = "vectors.faiss"
_MAGIC = b"ONRECORD-VECTORS-1\n"
_DIGEST_BYTES = 32


class VectorIndex:
    """Ids and vectors, searched exactly."""

    def __init__(self, dimension: int) -> None:
        """Start an empty index for vectors of this length."""
        import faiss  # late: the command line's help must not wait for it

        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))  # faiss ships no types
        self.dimension = dimension
        self.ids: set[int] = set()
        """Every id it holds."""

    def __len__(self) -> int:
        """How many vectors it holds."""
        return len(self.ids)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors, shape (len(ids), dimension), under new ids."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, dtype=np.int64))
            self.ids.update(ids)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget these ids; unknown ones are passed over."""
        if len(ids):
            self._index.remove_ids(np.asarray(ids, dtype=np.int64))
            self.ids.difference_update(ids)

    def search(self, vector: Vectors, k: int, allowed: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """(id, cosine) of the k vectors nearest to `vector`, shape (dimension,), best first.

        With `allowed`, only those ids are looked at; the search stays exact.
        """
        import faiss

        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # SWIG, see its wiki
        k = min(k, len(self) if allowed is None else len(allowed))
        if k <= 0:
            return []
        scores, found = self._index.search(vector.reshape(1, -1), k, params=parameters)
        return [(int(i), float(s)) for i, s in zip(found[0], scores[0], strict=True) if i >= 0]

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors of these ids, shape (len(ids), dimension); every id must be held."""
        found: Vectors = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return found

    def save(self, path: Path) -> None:
        """Write a snapshot; readers see the old file or the new one, never half of one."""
        import faiss

        payload = faiss.serialize_index(self._index).tobytes()
        beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with beside.open("wb") as file:
            file.write(_MAGIC + hashlib.sha256(payload).digest() + payload)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    @classmethod
    def load(cls, path: Path, dimension: int) -> "VectorIndex | None":
        """Return the snapshot at `path`; None when it is missing, damaged, or of another dimension: then rebuild."""
        import faiss

        try:
            content = path.read_bytes()
        except OSError:
            return None
        header = len(_MAGIC) + _DIGEST_BYTES
        digest, payload = content[len(_MAGIC) : header], content[header:]
        if not content.startswith(_MAGIC) or hashlib.sha256(payload).digest() != digest:
            return None
        loaded = cls(dimension)
        loaded._index = faiss.deserialize_index(np.frombuffer(payload, dtype=np.uint8))
        loaded.ids = set(faiss.vector_to_array(loaded._index.id_map).tolist())
        return loaded if loaded._index.d == dimension else None

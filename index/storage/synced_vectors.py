"""The vector index of a store, kept up to date with it and saved beside it."""

import threading
from pathlib import Path

from index.embedding import Embedder
from index.storage.store import Store
from index.storage.vectors import FILE_NAME, VectorIndex


class SyncedVectors:
    """The vectors of all passages of a store; safe to share between threads."""

    def __init__(self, folder: Path, store: Store, embedder: Embedder) -> None:
        """Load nothing yet: the snapshot in `folder` is read when the vectors are first wanted."""
        self._snapshot, self._store, self._embedder = folder / FILE_NAME, store, embedder
        self._lock = threading.Lock()
        self._vectors: VectorIndex | None = None
        self._generation: int | None = None

    def current(self) -> VectorIndex:
        """Return the vector index, up to date with what the store holds now."""
        with self._lock:
            generation = self._store.generation()
            if self._vectors is None:
                saved = VectorIndex.load(self._snapshot, self.dimension)
                self._vectors = VectorIndex(self.dimension) if saved is None else saved
            elif generation == self._generation:
                return self._vectors
            self._sync(self._vectors)
            self._generation = generation
            return self._vectors

    def save(self) -> None:
        """Write the snapshot that spares the next opening from reading every vector out of the store."""
        self.current().save(self._snapshot)

    @property
    def dimension(self) -> int:
        """Return the length of the vectors, as recorded; the model is asked, and loaded, only for a new index."""
        recorded = self._store.meta().get("dimension")
        if recorded is None:
            recorded = str(self._embedder.dimension)
            self._store.set_meta({"model": self._embedder.model, "dimension": recorded})
        return int(recorded)

    def _sync(self, vectors: VectorIndex) -> None:
        """Add the vectors of passages that the store has more, remove those that it has no longer."""
        live, held = set(self._store.passages.ids()), set(vectors.ids)
        vectors.remove(sorted(held - live))
        vectors.add(*self._store.passages.vectors(sorted(live - held), vectors.dimension))

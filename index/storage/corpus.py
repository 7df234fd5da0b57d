"""An opened index folder: the store, the vectors derived from it, and the model that made them."""

import threading
from pathlib import Path

from index.embedding import DEFAULT_MODEL, Embedder
from index.errors import CorpusError
from index.people.people import People
from index.storage.cached import cached_by_generation
from index.storage.schema import FORMAT
from index.storage.store import FILE_NAME as STORE_FILE
from index.storage.store import Store
from index.storage.vectors import FILE_NAME as VECTORS_FILE
from index.storage.vectors import VectorIndex


class Corpus:
    """Articles that can be added to and searched; safe to share between threads."""

    def __init__(self, folder: Path, model: str = DEFAULT_MODEL) -> None:
        """Open the index in `folder`, which is created when absent.

        Raises `CorpusError` when it was made with another model or format, or is damaged.
        """
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"The index folder {folder} cannot be made ({error.strerror}): give another one with --index."
            ) from error
        self.store = Store.open(folder / STORE_FILE)
        self.embedder = Embedder(model)
        self._check_format()
        self._lock = threading.Lock()
        self._vectors: VectorIndex | None = None
        self._generation: int | None = None
        self._people = cached_by_generation(self._find_people, self.store.generation)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether the folder holds an index already."""
        return (folder / STORE_FILE).is_file()

    def vectors(self) -> VectorIndex:
        """The vector index, brought level with what the store holds now."""
        with self._lock:
            generation = self.store.generation()
            if self._vectors is None:
                self._vectors = VectorIndex.load(self.folder / VECTORS_FILE, self.dimension)
            if self._vectors is None:
                self._vectors = VectorIndex(self.dimension)
            elif generation == self._generation:
                return self._vectors
            self._sync_vectors(self._vectors)
            self._generation = generation
            return self._vectors

    def people(self) -> People:
        """Everybody who is surely quoted, as the store stands now."""
        return self._people()

    def _find_people(self) -> People:
        return People(self.store.statements.speaker_counts())

    def save_vectors(self) -> None:
        """Write the snapshot that spares the next opening from reading every vector out of the store."""
        self.vectors().save(self.folder / VECTORS_FILE)

    @property
    def dimension(self) -> int:
        """Length of the vectors, as recorded; the model is asked (and loaded) only for a new index."""
        recorded = self.store.meta().get("dimension")
        if recorded is None:
            recorded = str(self.embedder.dimension)
            self.store.set_meta({"model": self.embedder.model, "dimension": recorded})
        return int(recorded)

    def _sync_vectors(self, vectors: VectorIndex) -> None:
        """Add what the store has more, remove what it has no longer; an id stands for the words embedded."""
        live, held = set(self.store.passages.ids()), set(vectors.ids)
        vectors.remove(sorted(held - live))
        vectors.add(*self.store.passages.vectors(sorted(live - held), vectors.dimension))

    def _check_format(self) -> None:
        meta = self.store.meta()
        if meta.get("format") != FORMAT:
            raise CorpusError(
                f"The index in {self.folder} has format {meta.get('format')}, this version reads format {FORMAT}: "
                "add the articles again into a new folder (--index DIR), or use the version that made it."
            )
        if meta.get("model", self.embedder.model) != self.embedder.model:
            raise CorpusError(
                f"The index in {self.folder} was made with the embedding model {meta['model']}, not "
                f"{self.embedder.model}: open it with --embedding-model {meta['model']}, or add the articles again "
                "into a new folder (--index DIR)."
            )

"""An opened index: the store, the vectors derived from it, and the model that made them."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Self, cast

from index.embedding import Embedder
from index.errors import CorpusError
from index.people.people import People
from index.people.roles import Roles, roles_of
from index.storage.cached import Result, cached_by_generation
from index.storage.schema import FORMAT
from index.storage.store import FILE_NAME as STORE_FILE
from index.storage.store import Store
from index.storage.synced_vectors import SyncedVectors
from index.storage.vectors import VectorIndex

_MAX_DERIVED = 1_000


class Corpus:
    """Articles that can be added to and searched; safe to share between threads."""

    def __init__(self, folder: Path, store: Store, synced_vectors: SyncedVectors, embedder: Embedder) -> None:
        """Put an opened store together with vectors of its passages, or of more than those, and their model."""
        self.folder, self.store, self.embedder = folder, store, embedder
        self.synced_vectors = synced_vectors
        self._people = cached_by_generation(lambda: People(store.statements.speaker_counts()), store.generation)
        self._roles = cached_by_generation(
            lambda: roles_of(store.statements.speaker_mentions(), self.people()), store.generation
        )
        self._derived = cached_by_generation(self._derive, store.generation, _MAX_DERIVED)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None = None) -> Self:
        """Open the index in `folder`, which is created when absent; `embedder` is the default model when None.

        Raises `CorpusError` when it was made with another model or format, or is damaged.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                "The index folder {folder} cannot be made ({reason}): use another one.",
                "corpus.folder",
                folder=folder,
                reason=error.strerror,
            ) from error
        store, embedder = Store.open(folder / STORE_FILE), embedder or Embedder()
        _check_format(folder, store.meta(), embedder.model)
        return cls(folder, store, SyncedVectors(folder, store, embedder), embedder)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Return whether the folder holds an index already."""
        return (folder / STORE_FILE).is_file()

    def vectors(self) -> VectorIndex:
        """Return the vector index, up to date with what is stored now."""
        return self.synced_vectors.current()

    def derived(self, compute: Callable[..., Result], *arguments: Hashable) -> Result:
        """Return what `compute` makes of this corpus and the arguments, kept until the articles change."""
        return cast("Result", self._derived(compute, arguments))

    def _derive(self, compute: Callable[..., object], arguments: tuple[Hashable, ...]) -> object:
        return compute(self, *arguments)

    def people(self) -> People:
        """Return the people who are surely quoted, as the store is now."""
        return self._people()

    def roles(self) -> Roles:
        """Return whom the articles call by a role ("the finance minister"), as the store is now."""
        return self._roles()


def _check_format(folder: Path, meta: dict[str, str], model: str) -> None:
    if meta.get("format") != FORMAT:
        raise CorpusError(
            "The index in {folder} has format {found}, this version reads format {expected}: add the articles again "
            "into a new folder, or use the version that made it.",
            "corpus.format",
            folder=folder,
            found=meta.get("format"),
            expected=FORMAT,
        )
    if meta.get("model", model) != model:
        raise CorpusError(
            "The index in {folder} was made with the embedding model {made_with}, not {model}: open it with "
            "{made_with}, or add the articles again into a new folder.",
            "corpus.model",
            folder=folder,
            made_with=meta["model"],
            model=model,
        )

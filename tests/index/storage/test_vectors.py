"""FAISS against brute force, and snapshots that are whole or rejected."""

from pathlib import Path

import numpy as np
import pytest

from index.embedding import Vectors
from index.storage.vectors import VectorIndex


def unit_vectors(count: int, dimension: int = 16, seed: int = 0) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def filled(count: int = 300) -> tuple[VectorIndex, list[int], Vectors]:
    ids = [n * 7 + 2**40 for n in range(count)]
    vectors = unit_vectors(count)
    index = VectorIndex(16)
    index.add(ids, vectors)
    return index, ids, vectors


def test_search_equals_brute_force() -> None:
    index, ids, vectors = filled()
    for asked in unit_vectors(20, seed=1):
        order = np.argsort(-(vectors @ asked))[:10]
        found = index.search(asked, 10)
        assert [i for i, _ in found] == [ids[n] for n in order]
        assert [score for _, score in found] == pytest.approx((vectors @ asked)[order].tolist(), abs=1e-6)


def test_search_among_allowed_ids_equals_brute_force_over_them() -> None:
    index, ids, vectors = filled()
    allowed = ids[::13]
    asked = unit_vectors(1, seed=2)[0]
    order = sorted(range(0, 300, 13), key=lambda n: -float(vectors[n] @ asked))[:5]
    assert [i for i, _ in index.search(asked, 5, allowed)] == [ids[n] for n in order]
    assert index.search(asked, 5, []) == []


def test_removed_vectors_are_not_found_and_kept_ones_are_unchanged() -> None:
    index, ids, vectors = filled()
    index.remove(ids[:150])
    assert (len(index), index.ids) == (150, set(ids[150:]))
    assert {i for i, _ in index.search(vectors[0], 150)} == set(ids[150:])
    assert np.array_equal(index.vectors(ids[150:]), vectors[150:])


def test_fewer_vectors_than_asked_for_gives_all_of_them() -> None:
    index = VectorIndex(16)
    assert index.search(unit_vectors(1)[0], 5) == []
    index.add([9], unit_vectors(1))
    assert index.search(unit_vectors(1)[0], 5) == [(9, pytest.approx(1.0, abs=1e-6))]


def test_snapshot_gives_back_what_was_saved(tmp_path: Path) -> None:
    index, ids, vectors = filled()
    index.save(tmp_path / "v")
    loaded = VectorIndex.load(tmp_path / "v", 16)
    assert loaded is not None
    assert loaded.ids == set(ids)
    assert np.array_equal(loaded.vectors(ids), vectors)
    assert [path.name for path in tmp_path.iterdir()] == ["v"]


def test_any_damage_to_a_snapshot_is_noticed(tmp_path: Path) -> None:
    index, *_ = filled(20)
    path = tmp_path / "v"
    index.save(path)
    whole = path.read_bytes()
    places = np.random.default_rng(3).integers(0, len(whole), size=60)
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert VectorIndex.load(path, 16) is None
        path.write_bytes(whole[:place])
        assert VectorIndex.load(path, 16) is None
    path.write_bytes(whole)
    assert VectorIndex.load(path, 32) is None
    assert VectorIndex.load(tmp_path / "absent", 16) is None

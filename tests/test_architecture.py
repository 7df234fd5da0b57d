"""Imports only ever point upstream, and each library is known to one place."""

import ast
from pathlib import Path

import pytest

from tests.support.paths import ROOT

UPSTREAM = {"index": {"index"}, "qa": {"index", "qa"}, "ui": {"index", "qa", "ui"}}
KNOWN_ONLY_TO = {
    "sqlite3": {"index/storage/database.py", "index/storage/restricted_database.py", "index/storage/store.py"},
    "faiss": {"index/storage/vectors.py"},
    "sentence_transformers": {"index/embedding.py"},
    "torch": {"index/embedding.py", "qa/verification/network.py"},
    "langchain_core": {"index/search/langchain.py", "qa/generation/models.py"},
    "langchain": {"qa/generation/models.py"},
    "langsmith": {"qa/generation/models.py"},
    "tenacity": {"qa/generation/streaming.py"},
}
FILES = sorted(path for folder in UPSTREAM for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_upstream_only(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imports(path)} & UPSTREAM.keys()
    assert ours <= UPSTREAM[folder]


@pytest.mark.parametrize("library", KNOWN_ONLY_TO)
def test_each_library_is_known_to_one_place(library: str) -> None:
    users = {str(p.relative_to(ROOT)) for p in FILES if library in {name.split(".")[0] for name in imports(p)}}
    assert users <= KNOWN_ONLY_TO[library]


def test_gradio_is_known_to_the_page_only() -> None:
    users = {str(p.relative_to(ROOT)) for p in FILES if "gradio" in {name.split(".")[0] for name in imports(p)}}
    assert all(user.startswith("ui/") for user in users)


def test_nothing_is_pickled_and_no_remote_code_is_trusted() -> None:
    for path in FILES:
        assert not {"pickle", "joblib", "shelve", "marshal", "dill"} & imports(path), path
        assert "trust_remote_code=True" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_readable_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320

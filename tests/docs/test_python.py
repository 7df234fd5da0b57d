"""The page about the Python API is true: its examples run one after the other, and what it lists is documented."""

import re
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from index.embedding import Embedder
from tests.support.paths import DOCS, SAMPLES

PAGE = (DOCS / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
LISTED = re.findall(r"^\| (`.+?) \| (.+) \|$", PAGE, re.MULTILINE)


def test_the_examples_print_what_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    loaded: Callable[..., Embedder] = lambda *_: embedder  # noqa: E731 - the model that other tests have loaded
    monkeypatch.setattr("index.storage.corpus.Embedder", loaded)
    space = {"folder": tmp_path / "index", "articles": tmp_path / "articles"}
    space["articles"].mkdir()
    for file in (*SAMPLES.glob("2022-*.md"), *SAMPLES.glob("*merrow-bank*.md")):
        shutil.copy(file, space["articles"])
    assert len(EXAMPLES) == PAGE.count("```python")
    for example, printed in EXAMPLES:
        exec(compile(example, "docs/python.md", "exec"), space)
        assert capsys.readouterr().out == printed


def test_what_is_listed_can_be_imported_and_is_documented() -> None:
    for imports, about in LISTED:
        for dotted in re.findall(r"`([\w.]+)`", imports):
            module, _, name = dotted.rpartition(".")
            thing = getattr(import_module(module), name, None) or import_module(dotted)
            assert thing.__doc__, dotted
            for member in re.findall(r"`(\w+)`", about):
                assert hasattr(thing, member), (dotted, member)
    assert len(LISTED) == 13

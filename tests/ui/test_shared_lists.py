"""What scripts, catalogues and help have to name by hand is what Python has."""

import json
import re

import pytest

from index.sources.files import READERS, SUFFIXES
from index.storage.feedback import VERDICTS
from tests.support.paths import ROOT
from ui.api.export import FORMATS
from ui.api.validation import MAX_QUESTION_CHARACTERS
from ui.cli.main import add
from ui.render.wording import LANGUAGES

_SUFFIX = re.compile(r"(?<!\S)\.[a-z]+\b")


def constant(script: str, name: str) -> object:
    source = (ROOT / "ui/static" / script).read_text(encoding="utf-8")
    found = re.search(rf"const {name} = ([^;]+);", source)
    assert found
    return json.loads(found[1])


def test_each_format_has_one_usual_suffix() -> None:
    assert SUFFIXES == (".txt", ".md", ".html", ".pdf", ".jsonl", ".csv")
    assert {READERS[suffix] for suffix in SUFFIXES} == set(READERS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_format_that_is_read(language: str) -> None:
    catalogue = json.loads((ROOT / "ui/render/catalogue" / f"{language}.json").read_text(encoding="utf-8"))
    assert tuple(_SUFFIX.findall(catalogue["add"]["drop"])) == SUFFIXES


def test_the_command_line_names_every_format_that_is_read() -> None:
    assert tuple(_SUFFIX.findall(add.help or "")) == SUFFIXES


def test_scripts_cut_questions_where_the_server_does() -> None:
    assert constant("lib/shared-questions.js", "MAX_QUESTION_CHARACTERS") == MAX_QUESTION_CHARACTERS


def test_the_page_offers_every_format_but_that_of_programs() -> None:
    assert constant("answer/actions.js", "FORMATS") == [name for name in FORMATS if name != "json"]


def test_the_page_offers_every_verdict_on_a_wrong_answer() -> None:
    assert constant("answer/actions.js", "FAULTS") == [verdict for verdict in VERDICTS if verdict != "good"]

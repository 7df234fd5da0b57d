"""The catalogue: every language says everything, and every text that the page asks for is there."""

import re
import tomllib
from datetime import date

import pytest

from tests.support.paths import ROOT
from ui.render.wording import ENGLISH, LANGUAGES, Wording, negotiate_language

UI = ROOT / "ui"
_FIELD = re.compile(r"\{(\w+)\}")
_TERMINAL = re.compile(r'\.terminal\("(\w+\.\w+)"')
_USED = re.compile(r"""\b(?:t|wording)\(["'](\w+\.\w+)["']""")


def entries(language: str) -> dict[str, str | dict[str, str]]:
    catalogue = Wording(language).catalogue
    return {f"{section}.{name}": entry for section, own in catalogue.items() for name, entry in own.items()}


def fields(entry: str | dict[str, str]) -> set[str]:
    return set(_FIELD.findall(entry if isinstance(entry, str) else " ".join(entry.values())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_complete(language: str) -> None:
    ours, english = entries(language), entries("en")
    assert ours.keys() == english.keys()
    for key, entry in ours.items():
        assert fields(entry) == fields(english[key]), key
        assert isinstance(entry, dict) == isinstance(english[key], dict), key
        if isinstance(entry, dict):
            assert {"one", "other"} <= entry.keys()
        assert all(text.strip() for text in (entry.values() if isinstance(entry, dict) else [entry])), key


def terminal_entries(language: str) -> dict[str, str | dict[str, str]]:
    file = UI / "render/messages/terminal" / f"{language}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{section}.{name}": entry for section, own in tables.items() for name, entry in own.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_line_of_the_command_line(language: str) -> None:
    ours, english = terminal_entries(language), terminal_entries("en")
    assert {key: fields(entry) for key, entry in ours.items()} == {key: fields(e) for key, e in english.items()}
    used = {key for path in UI.rglob("*.py") for key in _TERMINAL.findall(path.read_text(encoding="utf-8"))}
    assert used - english.keys() == set()
    for key, entry in ours.items():
        assert isinstance(entry, str) or {"one", "other"} <= entry.keys(), key


def test_every_text_that_is_asked_for_is_in_the_catalogue() -> None:
    sources = [*UI.rglob("*.py"), *(UI / "static").rglob("*.js")]
    asked = {key for path in sources for key in _USED.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 50
    assert asked - entries("en").keys() == set()


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    german = Wording("de")
    assert ENGLISH("page.articles", count=1) == "1 article"
    assert ENGLISH("page.articles", count=1234) == "1,234 articles"
    assert german("page.articles", count=1234) == "1.234 Artikel"
    assert (ENGLISH.day(date(2022, 3, 10)), german.day(date(2022, 3, 10))) == ("10 March 2022", "10. März 2022")
    assert ENGLISH.day(None) == ""


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("de", "en", "de"),
        (None, "de-AT,de;q=0.9,en;q=0.8", "de"),
        (None, "fr, en;q=0.5, de;q=0.7", "de"),
        (None, "fr", "en"),
        ("xx", "de", "de"),
        (None, None, "en"),
        (None, "*;q=0.1,,;;q=,de;q=x", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_best_accepted(
    asked: str | None, accepted: str | None, language: str
) -> None:
    assert negotiate_language(asked, accepted).language == language

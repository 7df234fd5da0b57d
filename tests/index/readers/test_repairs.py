"""What programs did to a text before it came here is undone: marks in brackets, wrong decoding, parted letters."""

import unicodedata
from pathlib import Path

import pytest

from index.readers.entry import article
from index.readers.mojibake import without_mojibake
from index.readers.shortcodes import without_shortcodes
from index.records import Article
from index.sources.files import find, load
from index.text.chunking import split_sentences


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('[caption id="a_1" width="3"]The quay[/caption]\n\nIt is shut.', "The quay\n\nIt is shut."),
        ("[caption]<img src='x'> The quay[/caption]It is shut.", "<img src='x'> The quay\n\nIt is shut."),
        ("One.\n\n[embed]https://v.example/1[/embed]\n\nTwo.", "One.\n\nTwo."),
        ("One.\n[youtube]abc[/youtube]\n\nTwo.", "One.\n\nTwo."),
        ('One.\n\n[gallery ids="1,2,3"]\n\nTwo.', "One.\n\nTwo."),
        ("One.\n\n[gallery]\n\nTwo.", "One.\n\nTwo."),
        ("[su_box title=“x”]One.[/su_box] Two.", "One. Two."),
        ("It [b]will[/b] [I]come[/I].", "It will come."),
        ("See [url=https://x.example]this[/url].", "See this."),
        ("[quote=Ana]Never.[/quote] She left.", "Never.\n\n She left."),
    ],
)  # fmt: skip
def test_marks_in_brackets_are_left_out(written: str, shown: str) -> None:
    assert without_shortcodes(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "“[The mayor] never came [sic],” she said [in March].",
        "He wrote [b] and left.",
        "[Editor's note: the mayor = the chair.]",
        "  [1] and [2]\n\n\n\nstay ",
        "[x] [ ] [/]",
    ],
)
def test_what_a_reporter_puts_in_brackets_stays(written: str) -> None:
    assert without_shortcodes(written) == written


WORDS = "“It’s late – no…” said Zoë Núñez of the café, for 3 € or £2 at 20° ‘now’ 😀."


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_what_was_decoded_wrongly_is_mended(encoding: str) -> None:
    wrong = "".join(
        bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in WORDS.encode("utf-8")
    )
    assert without_mojibake(wrong) == WORDS
    assert without_mojibake(f"{wrong} Plain “marks” stay, à côté.") == f"{WORDS} Plain “marks” stay, à côté."


def test_a_closing_mark_that_lost_its_last_byte_is_mended() -> None:
    assert without_mojibake("â€œNever,â€ she said. â€œNo.â€") == "“Never,” she said. “No.”"
    assert without_mojibake("â€œNever,â€\ufffd she said.") == "“Never,” she said."


@pytest.mark.parametrize(
    "written", ["«MANHû", "„Spaß“", "“MANHÔ, disse", "CAFÉ”", "Ä“", "Â", "Ângela â Ã", "naïve à la “carte”", "ÄÖÜ"]
)
def test_what_only_looks_like_it_is_not_mended(written: str) -> None:
    assert without_mojibake(written) == written


def test_a_text_is_stored_mended_and_in_whole_letters(tmp_path: Path) -> None:
    parted = unicodedata.normalize("NFD", "Zoë Béranger said: “It is dry.”")
    fields = {"text": f"{parted} {parted}", "title": parted, "author": parted}
    loaded = article(fields)
    assert loaded.text == "Zoë Béranger said: “It is dry.” Zoë Béranger said: “It is dry.”"
    assert loaded.author == loaded.title == "Zoë Béranger said: “It is dry.”"
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(parted, encoding="utf-8")
        (read,) = load(find([tmp_path / name]))
        assert isinstance(read.item, Article)
        assert read.item.text == "Zoë Béranger said: “It is dry.”"
    wrong = "â€œNever,â€ said ZoÃ« BÃ©ranger."
    assert article({"text": wrong}).text == "“Never,” said Zoë Béranger."


def test_the_offsets_of_sentences_are_those_of_the_stored_text(tmp_path: Path) -> None:
    loaded = article({"text": unicodedata.normalize("NFD", "Zoë came. “It is dry,” said Zoë Béranger. José left.")})
    sentences = split_sentences("a", loaded.text)
    assert [loaded.text[one.start : one.end] for one in sentences] == [
        "Zoë came.", "“It is dry,” said Zoë Béranger.", "José left.",
    ]  # fmt: skip

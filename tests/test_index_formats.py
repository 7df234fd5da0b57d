"""Each format: its text to the character, its title and date, and hostile bytes that raise nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, Failure
from index.errors import InputError
from index.formats.dates import publication_date
from index.formats.decode import decoded
from index.load import READERS, Loaded, Skipped, find, load

TEXT = "The ferry sank off Norvik on Monday. Nobody was hurt, and the bell was found by divers."


def read(path: Path) -> list[Loaded]:
    return list(load(find([path])))


def only(path: Path) -> Article:
    (loaded,) = read(path)
    assert isinstance(loaded.item, Article), loaded.item
    return loaded.item


def failure(path: Path) -> str:
    (loaded,) = read(path)
    assert isinstance(loaded.item, Failure), loaded.item
    return loaded.item.reason


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_keeps_every_character_and_finds_title_and_date(tmp_path: Path) -> None:
    source = f"  Ferry lost \r\n\r\n{TEXT}\r\n"
    loaded = only(write(tmp_path / "2025-03-14-ferry.txt", source))
    assert (loaded.text, loaded.title, loaded.published) == (source, "Ferry lost", date(2025, 3, 14))
    assert loaded.language == "en"
    assert loaded.id.startswith("2025-03-14-ferry-")
    assert only(tmp_path / "2025-03-14-ferry.txt").id == loaded.id


def test_a_long_first_line_is_no_title(tmp_path: Path) -> None:
    assert only(write(tmp_path / "a.txt", f"{TEXT * 3}\n\n{TEXT}")).title == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_told_apart(encoding: str) -> None:
    text = "“Vorüber”, sagte der Kapitän – für 5 €.\r\nDann ging er."
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    assert decoded(marks.get(encoding, b"") + text.encode(encoding)) == text


def test_markdown_becomes_plain_text(tmp_path: Path) -> None:
    source = (
        "---\ntitle: 'Ferry: lost'\npublisher: The Tidewater Post\nauthor: [Ana Lind, Bo Orr]\ndate: 2025-03-14\n---\n"
        "# A *heading*\n\nOne **bold** word and a [link](https://x.example).\nWrapped here.\n\n- first\n- second\n\n"
        "1. one\n\n![A picture](p.png)\n\n<b>kept</b> & so on\n"
    )
    loaded = only(write(tmp_path / "a.md", source))
    assert loaded.text == (
        "A heading\n\nOne bold word and a link. Wrapped here.\n\n- first\n- second\n\n1. one\n\nA picture\n\n"
        "<b>kept</b> & so on"
    )
    assert (loaded.title, loaded.publisher, loaded.author) == ("Ferry: lost", "The Tidewater Post", "Ana Lind, Bo Orr")
    assert loaded.published == date(2025, 3, 14)


def test_broken_front_matter_names_the_line(tmp_path: Path) -> None:
    assert "broken in line 4" in failure(write(tmp_path / "a.md", "---\ntitle: x\nbad: [1\n---\nText."))
    assert "no list of `name: value`" in failure(write(tmp_path / "b.md", "---\njust words\n---\nText."))


def test_a_web_page_gives_its_article(tmp_path: Path) -> None:
    body = "".join(f"<p>Paragraph {n}. {TEXT}</p>" for n in range(6))
    page = (
        "<html lang='en'><head><title>Ferry lost</title><meta property='og:site_name' content='Tidewater Post'>"
        "<meta name='author' content='Ana Lind'><meta property='article:published_time' content='2025-03-14T09:00:00Z'>"
        f"</head><body><nav>Home Sport</nav><article><h1>Ferry lost</h1>{body}</article></body></html>"
    )
    loaded = only(write(tmp_path / "a.html", page))
    assert f"Paragraph 5. {TEXT}" in loaded.text
    assert "Sport" not in loaded.text
    assert (loaded.title, loaded.publisher, loaded.author) == ("Ferry lost", "Tidewater Post", "Ana Lind")
    assert loaded.published == date(2025, 3, 14)
    assert "no article was found" in failure(write(tmp_path / "b.html", "<html><body></body></html>"))


def pdf(*lines: str) -> bytes:
    """A PDF of one page, written by hand."""
    drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F 12 Tf 50 700 Td {drawn}ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = "%PDF-1.4\n", []
    for number, entry in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj{entry}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF"
    return f"{content}xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode()


def test_lines_of_a_pdf_are_joined_again(tmp_path: Path) -> None:
    content = pdf("The ferry sank off Nor-", "vik on Monday. Nobody", "was hurt.", "Divers came.")
    assert only(write(tmp_path / "a.pdf", content)).text == (
        "The ferry sank off Norvik on Monday. Nobody was hurt. Divers came."
    )
    assert "run OCR" in failure(write(tmp_path / "b.pdf", pdf()))


def test_jsonl_keeps_text_and_fields_as_they_come(tmp_path: Path) -> None:
    row = {"id": 7, "text": " \tÄ 😀\r\nx", "title": "T", "date": "2022/03/10", "collection": "desk", "extra": 1}
    loaded = only(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert loaded == Article("7", row["text"], "T", published=date(2022, 3, 10), collection="desk")  # type: ignore[arg-type]


ODD = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ODD, min_size=1, max_size=5))
def test_every_text_survives_a_round_trip_through_jsonl(tmp_path: Path, texts: list[str]) -> None:
    path = write(tmp_path / "a.jsonl", "\n".join(json.dumps({"text": text}) for text in texts))
    assert [loaded.item.text for loaded in read(path)] == texts  # type: ignore[union-attr]


def test_half_a_character_is_a_failure_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "fine"}\n{"text": "\\ud800"}')
    assert [str(x.item).split(" (")[0] for x in read(path)][1:] == [f"{path}:2: `text` holds half of a character"]


def test_csv_with_any_delimiter_and_newlines_in_quotes(tmp_path: Path) -> None:
    for delimiter in ",;\t|":
        rows = [["id", "Text", "date"], ["1", f'"One.\nTwo{delimiter} ""three""."', "2025-03-14"], ["2", "", ""]]
        path = write(tmp_path / "a.csv", "\n".join(delimiter.join(row) for row in rows))
        first, second = (loaded.item for loaded in read(path))
        assert first == Article("1", f'One.\nTwo{delimiter} "three".', published=date(2025, 3, 14))
        assert isinstance(second, Failure)
        assert (second.line, "text is empty" in second.reason) == (4, True)
    assert "no column `text`" in failure(write(tmp_path / "b.csv", "id,body\n1,x\n"))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022-03-10", date(2022, 3, 10)),
        ("2016-05-19T10:00:00Z", date(2016, 5, 19)),
        ("March 3, 2021", date(2021, 3, 3)),
    ],
)
def test_dates_in_usual_forms(written: str, day: date) -> None:
    assert publication_date(written) == day


@pytest.mark.parametrize("written", ["Monday", "soon", "2022-13-45", "99999999999999", 3.5])
def test_what_is_no_date_is_said_to_be_none(written: object) -> None:
    with pytest.raises(InputError, match="write it as 2022-03-10"):
        publication_date(written)


def test_folders_are_walked_in_order_without_hidden_files_and_readmes(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/README.md", "b/x.docx", ".git/c.txt", "b/.d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, TEXT)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = find([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == ["a.txt", "b/2.txt"]
    assert {Path(skipped.path).name for skipped in found.skipped} == {"README.md", "x.docx", "loop"}
    assert found.size == 2 * len(TEXT)
    assert [loaded.read for loaded in load(found) if not isinstance(loaded.item, Skipped)] == [len(TEXT), 2 * len(TEXT)]


def test_a_named_file_of_unknown_format_lists_what_can_be_read(tmp_path: Path) -> None:
    assert failure(write(tmp_path / "a.docx", b"PK")) == (
        "its format is not known: .txt, .md, .markdown, .html, .htm, .pdf, .jsonl, .csv can be read."
    )
    (tmp_path / "empty").mkdir()
    assert "no file in this folder" in failure(tmp_path / "empty")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    suffix=st.sampled_from(sorted(READERS)),
    content=st.binary(max_size=300),
    head=st.sampled_from([b"", b"%PDF-1.7\n", b"---\n", b"<html>", b'{"text":']),
)
def test_any_bytes_give_articles_or_failures(tmp_path: Path, suffix: str, content: bytes, head: bytes) -> None:
    for loaded in read(write(tmp_path / f"a{suffix}", head + content)):
        assert isinstance(loaded.item, (Article, Failure))
        if isinstance(loaded.item, Failure):
            assert loaded.item.reason.endswith(".")

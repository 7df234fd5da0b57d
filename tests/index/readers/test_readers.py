"""Each format: its text to the character, its title and date, and hostile bytes that raise nothing else."""

import json
import socket
import unicodedata
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from index.errors import InputError
from index.readers.dates import publication_date
from index.readers.encoding import decode
from index.readers.pdf_layout import PdfLine, paragraphs
from index.records import Article, LoadFailure, LoadResult, SkippedFile
from index.sources.files import READERS, find, load

TEXT = "The ferry sank off Norvik on Monday. Nobody was hurt, and the bell was found by divers."


def read(path: Path) -> list[LoadResult]:
    return list(load(find([path])))


def only(path: Path) -> Article:
    (loaded,) = read(path)
    assert isinstance(loaded.item, Article), loaded.item
    return loaded.item


def failure(path: Path) -> str:
    (loaded,) = read(path)
    assert isinstance(loaded.item, LoadFailure), loaded.item
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
    assert decode(marks.get(encoding, b"") + text.encode(encoding)) == text


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
    assert only(tmp_path / "a.pdf").published is None
    assert only(write(tmp_path / "minutes_20250314.pdf", content)).published == date(2025, 3, 14)


def test_jsonl_keeps_text_and_fields_as_they_come(tmp_path: Path) -> None:
    row = {"id": 7, "text": " \tÄ 😀\r\nx", "title": "T", "date": "2022/03/10", "collection": "desk", "extra": 1}
    loaded = only(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert loaded == Article("7", row["text"], "T", published=date(2022, 3, 10), collection="desk")  # type: ignore[arg-type]


ODD = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0&<ﬀﬁﬂﬃﬄﬅﬆ"), min_size=1).filter(
    str.strip
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ODD, min_size=1, max_size=5))
def test_every_text_survives_a_round_trip_through_jsonl(tmp_path: Path, texts: list[str]) -> None:
    path = write(tmp_path / "a.jsonl", "\n".join(json.dumps({"text": text}) for text in texts))
    assert [loaded.item.text for loaded in read(path)] == [  # type: ignore[union-attr]
        unicodedata.normalize("NFC", text) for text in texts
    ]


def test_half_a_character_is_a_failure_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "fine"}\n{"text": "\\ud800"}')
    assert [str(x.item).split(" (")[0] for x in read(path)][1:] == [f"{path}:2: `text` holds half of a character"]


def test_csv_with_any_delimiter_and_newlines_in_quotes(tmp_path: Path) -> None:
    for delimiter in ",;\t|":
        rows = [["id", "Text", "date"], ["1", f'"One.\nTwo{delimiter} ""three""."', "2025-03-14"], ["2", "", ""]]
        path = write(tmp_path / "a.csv", "\n".join(delimiter.join(row) for row in rows))
        first, second = (loaded.item for loaded in read(path))
        assert first == Article("1", f'One.\nTwo{delimiter} "three".', published=date(2025, 3, 14))
        assert isinstance(second, LoadFailure)
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


@pytest.mark.parametrize(
    "written",
    [
        "4. März 2025", "Dienstag, 4. März 2025, 10:12 Uhr", "4 mars 2025", "mardi 4 mars 2025 à 10h00",
        "4 de marzo de 2025", "4 marzo 2025", "4 de março de 2025", "4 maart 2025", "4 marca 2025", "4. března 2025",
        "4 березня 2025", "4 марта 2025 г., 10:00", "2025年3月4日", "2025年03月04日 10:12", "2025년 3월 4일",
        "4 مارس 2025", "٤ مارس ٢٠٢٥", "2025. március 4.",
    ],
)  # fmt: skip
def test_months_have_names_in_every_language(written: str) -> None:
    assert publication_date(written) == date(2025, 3, 4)


def test_a_month_that_two_languages_share_is_told_by_how_the_day_is_written() -> None:
    assert publication_date("4 listopada 2025") == publication_date("4. listopadu 2025") == date(2025, 11, 4)


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
    assert [loaded.read for loaded in load(found) if not isinstance(loaded.item, SkippedFile)] == [
        len(TEXT),
        2 * len(TEXT),
    ]


def test_a_named_file_of_unknown_format_lists_what_can_be_read(tmp_path: Path) -> None:
    assert failure(write(tmp_path / "a.docx", b"PK")) == (
        "its format is not known: .txt, .md, .markdown, .html, .htm, .pdf, .jsonl, .csv can be read."
    )
    (tmp_path / "empty").mkdir()
    assert "no file in this folder" in failure(tmp_path / "empty")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    suffix=st.sampled_from(sorted(READERS)),
    content=st.binary(max_size=300),
    head=st.sampled_from([b"", b"%PDF-1.7\n", b"---\n", b"<html>", b'{"text":']),
)
def test_any_bytes_give_articles_or_failures(tmp_path: Path, suffix: str, content: bytes, head: bytes) -> None:
    for loaded in read(write(tmp_path / f"a{suffix}", head + content)):
        assert isinstance(loaded.item, (Article, LoadFailure))
        if isinstance(loaded.item, LoadFailure):
            assert loaded.item.reason.endswith(".")


# What each field accepts, and what is said of a field it does not.


def json_file(folder: Path, **fields: object) -> Path:
    return write(folder / "a.jsonl", json.dumps({"text": "The ferry sank.", **fields}))


def outcomes(path: Path) -> list[str]:
    """`line: reason` of each failure, the text of each article."""
    items = [loaded.item for loaded in read(path)]
    return [
        f"{item.line}: {item.reason}" if isinstance(item, LoadFailure) else getattr(item, "text", "") for item in items
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020/03/04", date(2020, 3, 4)),
        ("2020.3.4", date(2020, 3, 4)),
        ("20200304", date(2020, 3, 4)),
        (20200304, date(2020, 3, 4)),
        ("2016-05-09T23:30:00.123456789-08:00", date(2016, 5, 9)),
        ("2016-05-09 23:30:00 UTC", date(2016, 5, 9)),
        ("20160509T233000Z", date(2016, 5, 9)),
        ("Thu, 10 Mar 2022 12:00:00 GMT", date(2022, 3, 10)),
        ("March 10th, 2022 at 5pm EST", date(2022, 3, 10)),
        ("1463652000", date(2016, 5, 19)),
        (1463652000, date(2016, 5, 19)),
        (1463652000.75, date(2016, 5, 19)),
        ("1463652000000", date(2016, 5, 19)),
        (1463652000000, date(2016, 5, 19)),
        (20160519.0, date(2016, 5, 19)),
        ("28/03/2020", date(2020, 3, 28)),
        ("03/28/2020", date(2020, 3, 28)),
        ("05/05/2020", date(2020, 5, 5)),
        ("  ", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_a_date_is_the_day_it_was_written_with(tmp_path: Path, written: object, day: date | None) -> None:
    assert only(json_file(tmp_path, date=written)).published == day


@pytest.mark.parametrize(
    "written",
    ["2020-02-30", "3/4/20", "9999999999", "yesterday", "gestern", "März 2020", "2020年3月", "2020-W10", "2020-W10-2",
     "4. März 2020 – 6. März 2020", "4 มีนาคม 2563", "x" * 500],
)  # fmt: skip
def test_a_date_that_cannot_be_read_is_named(tmp_path: Path, written: str) -> None:
    shown = written if len(written) < 100 else "x" * 100 + "…"
    reason = f"the date {shown!r} cannot be read: write it as 2022-03-10."
    assert failure(json_file(tmp_path, date=written)) == reason


@pytest.mark.parametrize(
    "written",
    ["2020", "March 2020", "2020-03", "03/04/2020", "4.3.2020", "4/3/2020 10:00 Uhr", "Monday 2020",
     "12:30 2020", "4. listopada 2020."],
)  # fmt: skip
def test_a_date_is_never_filled_in_or_chosen_between_two(tmp_path: Path, written: str) -> None:
    reason = f"the date {written!r} is incomplete or can be read in two ways: write it as 2022-03-10."
    assert failure(json_file(tmp_path, date=written)) == reason


@pytest.mark.parametrize(
    "name",
    ["published", "pubDate", "datePublished", "date_published", "published_at", "publishedAt", "publication_date",
     "publish-date", "Published On", "DATE"],
)  # fmt: skip
def test_a_date_has_many_names(tmp_path: Path, name: str) -> None:
    day = date(2025, 3, 4)
    assert only(json_file(tmp_path, **{name: "2025-03-04T10:12:00Z"})).published == day
    assert only(json_file(tmp_path, **{name: 1741082400})).published == day
    assert only(json_file(tmp_path, **{"date": "", name: "2025-03-04"})).published == day
    assert only(write(tmp_path / "a.csv", f"text,{name}\nThe ferry sank.,4 March 2025\n")).published == day
    assert only(write(tmp_path / "2025-03-05.md", f"---\n{name}: 2025-03-04\n---\nThe ferry sank.")).published == day
    assert "cannot be read" in failure(json_file(tmp_path, **{name: "2025-02-30"}))


@pytest.mark.parametrize("said", [True, False, None, "yes", "draft", 1, 0, "", float("nan")])
def test_published_may_say_that_an_article_is_no_draft(tmp_path: Path, said: object) -> None:
    assert only(json_file(tmp_path, published=said)).published is None
    assert only(json_file(tmp_path, published=said, date="2025-03-04")).published == date(2025, 3, 4)


def test_date_goes_before_its_other_names(tmp_path: Path) -> None:
    assert only(json_file(tmp_path, published_at="2025-03-09", date="2025-03-04")).published == date(2025, 3, 4)


@pytest.mark.parametrize("written", [146365200, -1463652000, 12.5, True, [], {"year": 2020}])
def test_a_date_that_is_no_text_is_refused(tmp_path: Path, written: object) -> None:
    reason = "the date is no text: write it as 2022-03-10, in quotation marks."
    assert failure(json_file(tmp_path, date=written)) == reason


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-03-14.md", date(2025, 3, 14)),
        ("2025-03-14_x.md", date(2025, 3, 14)),
        ("2025-02-30-x.txt", None),
        ("2025-03-145.txt", None),
        ("ferry-2025-03-14.txt", date(2025, 3, 14)),
        ("ferry_2025_03_14.txt", date(2025, 3, 14)),
        ("Ferry 2025.03.14 final.md", date(2025, 3, 14)),
        ("scan20250314b.txt", date(2025, 3, 14)),
        ("20250314-2025-03-14.txt", date(2025, 3, 14)),
        ("2025-03-14-to-2025-03-15.txt", None),
        ("14-03-2025.txt", None),
        ("2025-0314.txt", None),
        ("17251231.txt", None),
        ("report-12345678.txt", None),
        ("120250314.txt", None),
        ("2025-03-14.csv", None),
    ],
)
def test_one_whole_date_in_a_files_name_dates_it(tmp_path: Path, name: str, day: date | None) -> None:
    assert only(write(tmp_path / name, "text\nThe ferry sank.\n")).published == day


def test_fields_are_kept_to_the_character_and_ids_stripped(tmp_path: Path) -> None:
    loaded = only(json_file(tmp_path, id=" https://x.example/a?b=1#c ", title=" Two  spaces\u00a0", language="de"))
    assert (loaded.id, loaded.title, loaded.language) == ("https://x.example/a?b=1#c", " Two  spaces\u00a0", "de")


def test_missing_fields_are_empty_and_lists_of_names_joined(tmp_path: Path) -> None:
    loaded = only(
        json_file(tmp_path, title=None, url=float("nan"), collection="", id="", author=["Ida Berg", "Jon Vale"])
    )
    assert (loaded.title, loaded.url, loaded.collection, loaded.author) == ("", "", "default", "Ida Berg, Jon Vale")


@pytest.mark.parametrize(
    ("given", "text", "language"),
    [
        ("en-GB", "Die Fähre sank.", "en"),
        ("PT_br", "A balsa afundou.", "pt"),
        ("German", "Die Fähre ist am Montag gesunken.", ""),
        ("", "Die Fähre ist am Montag gesunken.", ""),
    ],
)
def test_the_language_is_a_code_or_a_guess(tmp_path: Path, given: str, text: str, language: str) -> None:
    assert only(json_file(tmp_path, language=given, text=text)).language == language


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("id", 1.5, "`id` is the fraction 1.5: write it in quotation marks."),
        ("id", True, "`id` is no text: write it in quotation marks."),
        ("id", "a\nb", "`id` must have at most 500 characters and no control characters: mend it."),
        ("id", "x" * 501, "`id` must have at most 500 characters and no control characters: mend it."),
        ("id", "\ud800", "`id` must have at most 500 characters and no control characters: mend it."),
        ("title", {"de": "x"}, "`title` is no text: write it in quotation marks."),
        ("author", [["x"]], "`author` is no text: write it in quotation marks."),
        ("title", "x" * 5001, "`title` has 5,001 characters and the limit is 5,000: shorten it."),
        ("url", "a\0", "`url` holds a NUL character at character 2, which cannot be stored: remove it."),
    ],
)
def test_a_malformed_field_is_a_failure(tmp_path: Path, field: str, value: object, reason: str) -> None:
    assert failure(json_file(tmp_path, **{field: value})) == reason


# Lines and rows


def test_a_bad_line_is_named_and_never_stops_the_rest(tmp_path: Path) -> None:
    lines = [b'{"text": "One."}', b'{"broken', b"", b"[1]", b'{"title": "no text"}', b'{"text": 7}']
    lines += [b'{"text": " \\n "}', b'{"text": "nul \\u0000"}', b'{"text": "caf\xe9"}', b'{"text": "Last."}']
    assert outcomes(write(tmp_path / "a.jsonl", b"\n".join(lines))) == [
        "One.",
        "2: the line is not JSON (Unterminated string starting at character 2): write one whole object a line.",
        '4: the line is no object: write one like {"text": "…"} a line.',
        "5: `text` is missing or no string: every article needs one.",
        "6: `text` is missing or no string: every article needs one.",
        "7: the text is empty: there is nothing to index.",
        "8: `text` holds a NUL character at character 5, which cannot be stored: remove it.",
        "9: the line is not UTF-8, which JSON lines must be: save the file again as UTF-8.",
        "Last.",
    ]


def test_json_too_deep_or_with_endless_numbers_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "[" * 100_000 + "\n" + '{"text": ' + "1" * 5000 + '}\n{"text": "Last."}')
    reason = "the line is JSON too deep or with too long a number: write an object of texts."
    assert outcomes(path) == [f"1: {reason}", f"2: {reason}", "Last."]


def test_json_lines_may_be_utf16_or_several_files_joined(tmp_path: Path) -> None:
    rows = '{"text": "“Größe”"}\r\n{"text": "Two."}'
    assert outcomes(write(tmp_path / "a.jsonl", rows.encode("utf-16"))) == ["“Größe”", "Two."]
    assert outcomes(write(tmp_path / "b.jsonl", "\ufeff" + rows.replace("\r\n", "\n\ufeff"))) == ["“Größe”", "Two."]


def test_a_line_longer_than_any_article_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.jsonl._MAX_LINE_LENGTH", 50)
    path = write(tmp_path / "a.jsonl", '{"text": "' + "x" * 500 + '"}\n{"text": "Two."}\n')
    assert outcomes(path) == ["1: the line has more than 50 characters: cut its text into articles.", "Two."]


def test_a_bad_row_is_named_by_the_line_it_begins_in(tmp_path: Path) -> None:
    rows = ['"one\r\nof two lines",a', '"",b', ",,", "", "half, of it, unquoted", '"x" y,c', "last,d", '"never closed']
    assert outcomes(write(tmp_path / "a.csv", "\n".join(["text,title", *rows]))) == [
        "one\r\nof two lines",
        "4: the text is empty: there is nothing to index.",
        "7: the row has 3 cells and the header 2: put a text that holds the delimiter in quotation marks.",
        "8: the row is not CSV (',' expected after '\"'): check its quotation marks.",
        "last",
        "10: the row is not CSV (unexpected end of data): check its quotation marks.",
    ]


def test_a_header_alone_or_without_text_is_one_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id;headline;body\n1;a;b\n2;c;d\n")
    assert failure(path) == "its first row names no column `text` but id, headline, body: name the columns there."
    assert failure(write(tmp_path / "b.csv", "text\n")) == "the file holds no article: give it one or leave it out."


def test_a_row_may_lack_its_text_and_a_field_may_be_huge(tmp_path: Path) -> None:
    missing, huge = outcomes(write(tmp_path / "a.csv", 'id,text\n7\n8,"' + "x\n" * 500_000 + '"\n'))
    assert missing == "2: `text` is missing or no string: every article needs one."
    assert huge == "x\n" * 500_000


# Markdown


def test_every_kind_of_block_becomes_plain_text(tmp_path: Path) -> None:
    source = (
        "Soft\nbreak, `code` \\* &amp; ![a bell](b.png).\\\nHard break.\r\n\r\n"
        "* one\n* two **bold**\n  1. inner\n  2. next\n\n     with a second paragraph\n\n"
        "> Quoted words.\n>\n> More of them.\n\n<div>block</div>\n\n"
        '```python\nprint("kept")\n```\n***\n## Ferry *lost*\n\nLast.\n'
    )
    loaded = only(write(tmp_path / "2025-03-14-x.markdown", source))
    assert loaded.text == (
        "Soft break, code * & a bell.\nHard break.\n\n"
        "- one\n- two bold\n1. inner\n2. next\n\nwith a second paragraph\n\n"
        'Quoted words.\n\nMore of them.\n\n<div>block</div>\n\nprint("kept")\n\nFerry lost\n\nLast.'
    )
    assert (loaded.title, loaded.published) == ("Ferry lost", date(2025, 3, 14))


def test_an_empty_title_in_the_front_matter_leaves_the_heading(tmp_path: Path) -> None:
    assert only(write(tmp_path / "a.md", "---\ntitle:\n---\n# Head\n\nText.")).title == "Head"
    assert only(write(tmp_path / "b.md", "---\r\n---\r\n# Head\r\n\r\nText.")).title == "Head"


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        (
            "title: a\nauthor: b: c",
            "the YAML between the --- lines is broken in line 3: put values in quotation marks.",
        ),
        ("a: !!python/name:os.system x", "the YAML between the --- lines is broken in line 2: put values"),
        ("date: 2025-02-30", "a value between the --- lines is impossible (day is out of range for month): put values"),
        ("a: !!bool perhaps", "a value between the --- lines is impossible ('perhaps'): put values"),
        ("a: " + "[" * 1000, "a value between the --- lines is impossible (maximum recursion depth exceeded"),
        ("language: no", "`language` is no text: write it in quotation marks."),
        ("id: 0x" + "f" * 500, "`id` is a number of more than 500 digits: shorten it."),
        ("date: 2025", "the date is no text: write it as 2022-03-10, in quotation marks."),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]", "`title` is no text: write it in quotation marks."),
    ],
)
def test_front_matter_that_cannot_be_used_is_named(tmp_path: Path, front_matter: str, reason: str) -> None:
    assert failure(write(tmp_path / "a.md", f"---\n{front_matter}\n---\nThe ferry sank.\n")).startswith(reason)


# Web pages

PAGE = """<!DOCTYPE html><html lang="en-GB"><head>{head}<title>Ferry lost off Norvik | Norvik Courier</title></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Ferry lost off Norvik</h1>
<p>The ferry Alma sank off Norvik in the night, and the harbour master said “the pumps had failed”. Everyone on board
was brought ashore by fishing boats.</p><p>Nobody knows why it’s so — an inquiry will open on 3 April 2031, the
ministry said on Tuesday evening.</p><ul><li>The ferry was built in the old yard of the town.</li><li>It carried forty
people that night.</li></ul></article><footer>© 2019 Norvik Courier. All rights reserved.</footer></body></html>"""


def test_a_page_is_read_without_the_network_and_a_day_in_its_text_is_not_its_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a page was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = '<meta charset="utf-8"><link rel="canonical" href="https://courier.example/ferry">'
    loaded = only(write(tmp_path / "a.html", PAGE.format(head=head)))
    assert loaded.text == (
        "Ferry lost off Norvik\n\n"
        "The ferry Alma sank off Norvik in the night, and the harbour master said “the pumps had failed”. Everyone on "
        "board was brought ashore by fishing boats.\n\n"
        "Nobody knows why it’s so — an inquiry will open on 3 April 2031, the ministry said on Tuesday evening.\n"
        "- The ferry was built in the old yard of the town.\n- It carried forty people that night."
    )
    assert (loaded.published, loaded.url, loaded.language) == (None, "https://courier.example/ferry", "en")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("", "cp1252"),
        ("no-such-charset", "cp1252"),
        ("rot13", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("", "utf-16"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_its_encoding(tmp_path: Path, declared: str, encoding: str) -> None:
    page = PAGE.format(head=f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">')
    text = only(write(tmp_path / "a.htm", page.encode(encoding))).text
    assert "“the pumps had failed”" in text
    assert "it’s so — an inquiry" in text


@pytest.mark.parametrize("encoding", ["iso-2022-jp", "shift_jis", "euc-jp"])
def test_declared_encodings_of_other_scripts_are_believed(tmp_path: Path, encoding: str) -> None:
    paragraph = "<p>市長は月曜日、フェリーが沈没した原因は乗組員の過失だと述べた。捜査は続いている。</p>" * 5
    page = f'<html><head><meta charset="{encoding}"></head><body><article>{paragraph}</article></body></html>'
    assert "フェリーが沈没した原因" in only(write(tmp_path / "a.html", page.encode(encoding))).text


# PDF

Drawn = tuple[float, float, float, str]


def paged_pdf(*pages: list[Drawn], title: str = "", author: str = "") -> bytes:
    """A PDF written by hand: each page a list of (x, y, size, text) in Helvetica."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Title({title})/Author({author})>>",
    ]
    for number, page in enumerate(pages):
        lines = [(x, y, size, text.replace("(", r"\(").replace(")", r"\)")) for x, y, size, text in page]
        drawn = "".join(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in lines)
        resources = "/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{resources}/Contents {6 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(drawn.encode('cp1252'))}>>stream\n{drawn}endstream")
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj{body}endobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(content)}\n%%EOF"
    return content + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def column(*texts: str, x: float = 50, top: float = 700) -> list[Drawn]:
    """Lines of ten points below each other; "" leaves half a line free."""
    tops = [top - sum(12 if above else 6 for above in texts[:n]) for n in range(len(texts))]
    return [(x, place, 10, text) for place, text in zip(tops, texts, strict=True) if text]


def test_headings_gaps_and_columns_of_a_pdf_make_its_paragraphs(tmp_path: Path) -> None:
    page = column(
        "The ferry Alma sank off Norvik, and the harbour master",
        "said that “the pumps had failed”. He was extra-",
        "ordinarily calm.",
        "",
        "Nobody knows why (so far). An inquiry of the well-",
        "known kind opens in April.",
    )
    content = paged_pdf([(50, 740, 18, "Ferry lost off Norvik"), *page], title="Ferry lost", author="Ida Berg")
    loaded = only(write(tmp_path / "a.pdf", content))
    assert loaded.text == (
        "Ferry lost off Norvik\n\n"
        "The ferry Alma sank off Norvik, and the harbour master said that “the pumps had failed”. He was "
        "extraordinarily calm.\n\n"
        "Nobody knows why (so far). An inquiry of the well-known kind opens in April."
    )
    assert (loaded.title, loaded.author, loaded.published) == ("Ferry lost", "Ida Berg", None)


def test_a_sentence_runs_on_over_columns_and_pages_and_past_page_numbers(tmp_path: Path) -> None:
    left = column("Left column of the first", "page runs on in the")
    right = column("right column and then", "on the next page, where", x=320)
    content = paged_pdf(
        [*left, *right, (300, 20, 10, "Page 1 of 2")], [(50, 760, 10, "it ends."), (300, 20, 10, "- 2 -")]
    )
    assert only(write(tmp_path / "a.pdf", content)).text == (
        "Left column of the first page runs on in the right column and then on the next page, where it ends."
    )


LEFT = ("The harbour board of Orm", "met in the old mill and", "heard that the quay would", "stay open all winter.")
RIGHT = (
    "The owner of the sheds, who",
    "had come late, asked for",
    "a new fence and for lamps",
    "along the whole of it.",
)


def in_turn(*columns: list[Drawn]) -> list[Drawn]:
    """The lines of columns drawn from left to right, row by row."""
    return [line for row in zip_longest(*columns) for line in row if line]


@pytest.mark.parametrize("offset", [0, 2])
def test_columns_drawn_line_by_line_are_read_one_after_the_other(tmp_path: Path, offset: int) -> None:
    head = (50, 760, 18, "A quay stays open")
    page = [head, *in_turn(column(*LEFT), column(*RIGHT, x=320, top=700 - offset))]
    assert only(write(tmp_path / "a.pdf", paged_pdf(page))).text == (
        f"A quay stays open\n\n{' '.join(LEFT)}\n\n{' '.join(RIGHT)}"
    )


@pytest.mark.parametrize(("left", "right"), [((), ("It cost nobody a penny.",)), (("So it was in May.",), ())])
def test_columns_may_differ_in_length(tmp_path: Path, left: tuple[str, ...], right: tuple[str, ...]) -> None:
    page = in_turn(column(*LEFT, *left), column(*RIGHT, *right, x=320))
    last = (50, 600, 10, "The board meets again in the old mill on the first Monday of the next month, and not before.")
    assert only(write(tmp_path / "a.pdf", paged_pdf([*page, last]))).text == (
        f"{' '.join(LEFT + left)}\n\n{' '.join(RIGHT + right)}\n\n{last[3]}"
    )


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    names = ("Quay, repairs of", "Sheds and lamps", "Fence of the mill", "Clerk, half a post")
    roles = ("Chair of the board", "Clerk to the board", "Owner of the sheds", "Keeper of the mill")
    for number, cells in enumerate(("120 40 35 900".split(), roles)):
        page = in_turn(column(*names), column(*cells, x=320))
        text = only(write(tmp_path / f"{number}.pdf", paged_pdf(page))).text
        assert text == " ".join(f"{name} {cell}" for name, cell in zip(names, cells, strict=True))


def test_words_drawn_one_by_one_are_no_columns(tmp_path: Path) -> None:
    words = [line.split()[:4] for line in (*LEFT, *RIGHT)]
    page = [(50 + 60 * at, 700 - 12 * row, 10, word) for row, line in enumerate(words) for at, word in enumerate(line)]
    assert only(write(tmp_path / "a.pdf", paged_pdf(page))).text == " ".join(word for line in words for word in line)


def test_running_heads_and_feet_are_no_part_of_the_text(tmp_path: Path) -> None:
    def page(number: int, *lines: str) -> list[Drawn]:
        head, foot = (50, 780, 9, f"Orm Bulletin {14}"), (300, 20, 9, f"March 2025 – Seite {number} von 3")
        return [head, foot, *column(*lines), (50, 60, 9, f"See note {number}.")]

    first = [(50, 740, 18, "A quay stays open"), *column(*LEFT)]
    content = paged_pdf(first, page(2, "On the second page it", "says that the board"), page(3, "met in May again."))
    assert only(write(tmp_path / "a.pdf", content)).text == (
        f"A quay stays open\n\n{' '.join(LEFT)}\n\nOn the second page it says that the board met in May again."
    )


def test_what_only_looks_like_a_running_head_stays(tmp_path: Path) -> None:
    rows = [[(50, 780, 10, "12 40 7"), (50, 700, 10, f"Row {word} of the table.")] for word in ("one", "two")]
    assert only(write(tmp_path / "a.pdf", paged_pdf(*rows))).text.count("12 40 7") == 2
    alone = paged_pdf([(50, 780, 9, "Orm Bulletin"), *column(*LEFT)])
    assert only(write(tmp_path / "b.pdf", alone)).text.startswith("Orm Bulletin\n\nThe harbour")
    same = [(50, 700, 10, "Orm Bulletin")]
    assert only(write(tmp_path / "c.pdf", paged_pdf(same, same))).text == "Orm Bulletin Orm Bulletin"


def test_an_indent_begins_a_paragraph_and_so_does_a_bullet() -> None:
    page = [
        PdfLine("First paragraph of the story, which", 60, 700, 10),
        PdfLine("ends here.", 50, 688, 10),
        PdfLine("Second one is indented and goes on", 60, 676, 10),
        PdfLine("for two lines:", 50, 664, 10),
        PdfLine("• one", 50, 652, 10),
        PdfLine("• two", 50, 640, 10),
    ]
    assert paragraphs([page]).split("\n\n") == [
        "First paragraph of the story, which ends here.",
        "Second one is indented and goes on for two lines:",
        "• one",
        "• two",
    ]


@pytest.mark.parametrize(
    ("lines", "mended"),
    [
        (["an extra-", "ordinary day"], "an extraordinary day"),
        (["a well-", "known man"], "a well-known man"),
        (["day-to-", "day work"], "day-to-day work"),
        (["the Anglo-", "Saxon kings"], "the Anglo-Saxon kings"),
        (["a coal-", "fired oven, coal-fired too"], "a coal-fired oven, coal-fired too"),
        (["a coal-", "fired oven of fired bricks and coal"], "a coal-fired oven of fired bricks and coal"),
        (["mid\u00ad", "night"], "midnight"),
        (["the years 2019-", "2021"], "the years 2019-2021"),
        (["of COVID-", "19"], "of COVID-19"),
        (["the pre-", "and post-war years"], "the pre- and post-war years"),
        (["he left -", "in a hurry -", "2 days ago"], "he left - in a hurry - 2 days ago"),
        (["re-", "formed, he reformed it"], "reformed, he reformed it"),
    ],
)
def test_a_word_broken_over_two_lines_loses_its_hyphen_where_that_is_safe(lines: list[str], mended: str) -> None:
    assert paragraphs([[PdfLine(text, 50, 700 - 12 * n, 10) for n, text in enumerate(lines)]]) == mended


@pytest.mark.parametrize(
    "title", ["untitled", "doc1_final", "Microsoft Word - a.docx", "story.indd", "\\(anonymous\\)", "--", "x" * 400]
)
def test_a_title_that_no_person_wrote_is_left_out(tmp_path: Path, title: str) -> None:
    loaded = only(write(tmp_path / "a.pdf", paged_pdf(column("The ferry sank."), title=title, author="Administrator")))
    assert (loaded.title, loaded.author) == ("", "")


def encrypted(path: Path, password: str) -> Path:
    writer = PdfWriter()
    writer.append(PdfReader(write(path, paged_pdf(column("The ferry sank.")))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(path)
    return path


def test_a_pdf_with_a_password_is_refused_and_one_that_opens_without_is_read(tmp_path: Path) -> None:
    assert failure(encrypted(tmp_path / "a.pdf", "secret")) == "the PDF is encrypted: save it without a password."
    assert only(encrypted(tmp_path / "b.pdf", "")).text == "The ferry sank."


def test_a_pdf_in_aes_is_refused_in_the_same_words(tmp_path: Path) -> None:
    """It needs a library that On Record does without."""
    lock = (
        f"/ID[<{'00' * 16}><{'00' * 16}>]/Encrypt<</Filter/Standard/V 4/R 4/Length 128/P -4/StmF/StdCF/StrF/StdCF"
        f"/CF<</StdCF<</CFM/AESV2/AuthEvent/DocOpen/Length 16>>>>/O<{'00' * 32}>/U<{'00' * 32}>>>"
    )
    content = paged_pdf(column("The ferry sank.")).replace(b"/Info 4 0 R", lock.encode())
    assert failure(write(tmp_path / "a.pdf", content)) == "the PDF is encrypted: save it without a password."


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"not a PDF", paged_pdf(column("x"))[:200]])
def test_a_broken_pdf_is_refused_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    assert failure(write(tmp_path / "a.pdf", content)) == "the PDF is broken: save or print it to PDF again."


def test_a_pdf_of_pictures_alone_is_said_to_be_a_scan(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(600, 800)
    writer.write(tmp_path / "a.pdf")
    drawing = paged_pdf([]).replace(b"<</Length 0>>stream\n", b"<</Length 19>>stream\n0 0 300 300 re f q Q")
    said = "the PDF holds no text: it may be a scan; run OCR over it first."
    assert failure(tmp_path / "a.pdf") == failure(write(tmp_path / "b.pdf", drawing)) == said


@pytest.mark.parametrize("title", ["", "Microsoft Word - a.docx", "doc1_final", "Layout 1"])
def test_the_largest_letters_on_the_first_page_are_a_title(tmp_path: Path, title: str) -> None:
    text = column(
        "The ferry Alma sank off Norvik on Monday.", "Nobody was hurt, and the bell was found.", "Divers came."
    )
    head = [(50, 780, 9, "Orm Bulletin, March"), (50, 755, 18, "Ferry lost"), (50, 735, 18, "off Norvik")]
    assert only(write(tmp_path / "a.pdf", paged_pdf([*head, *text], title=title))).title == "Ferry lost off Norvik"
    plain = [(x, y, 11, line) for x, y, _, line in head]
    assert only(write(tmp_path / "b.pdf", paged_pdf([*plain, *text], title=title))).title == ""
    assert only(write(tmp_path / "c.pdf", paged_pdf([*head, *text], title="Ferry lost"))).title == "Ferry lost"


def test_a_pdf_of_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.pdf.MAX_CHARACTERS", 20)
    path = write(tmp_path / "a.pdf", paged_pdf(column("The ferry sank."), column("The bell was found.")))
    assert failure(path) == "its text has more than 20 characters: cut it into articles."

"""Files and folders in, articles out: what is found, what is skipped, and one sentence for every fault."""

import json
import os
import random
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.readers.entry import MAX_CHARACTERS
from index.records import Article, LoadFailure, LoadResult, SkippedFile
from index.sources.files import READERS, find, load


def loaded(*paths: Path | str) -> list[LoadResult]:
    return list(load(find(paths)))


def items(*paths: Path | str) -> list[Article | LoadFailure | SkippedFile]:
    return [one.item for one in loaded(*paths)]


def article_of(path: Path) -> Article:
    [item] = items(path)
    assert isinstance(item, Article), item
    return item


def reason_of(path: Path | str) -> str:
    [item] = items(path)
    assert isinstance(item, LoadFailure), item
    return item.reason


def write(path: Path, content: str | bytes = "The ferry sank.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Folders


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.md", "a/z.txt", "c.txt", "B.TXT", "a/deep/er/x.html"):
        write(tmp_path / name)
    names = [str(path.relative_to(tmp_path)) for path in find([tmp_path]).files]
    assert names == ["B.TXT", "c.txt", "a/z.txt", "a/deep/er/x.html", "b/1.md", "b/2.txt"]


def test_hidden_files_are_passed_over_and_other_formats_and_readmes_are_counted(tmp_path: Path) -> None:
    for name in (".secret.txt", ".git/a.txt", "README.md", "ReadMe-first.txt", "photo.jpg", "notes", "good.txt"):
        write(tmp_path / name)
    found = find([tmp_path])
    assert [path.name for path in found.files] == ["good.txt"]
    assert [Path(skipped.path).name for skipped in found.skipped] == [
        "README.md",
        "ReadMe-first.txt",
        "notes",
        "photo.jpg",
    ]
    assert found.failures == ()


def test_what_is_named_explicitly_is_read_even_when_hidden_or_a_readme(tmp_path: Path) -> None:
    paths = [write(tmp_path / ".hidden.txt"), write(tmp_path / "README.md")]
    assert [type(item) for item in items(*paths)] == [Article, Article]


def test_an_unknown_format_named_explicitly_is_a_failure_that_lists_the_known_ones(tmp_path: Path) -> None:
    reason = reason_of(write(tmp_path / "story.docx"))
    assert reason == "its format is not known: .txt, .md, .markdown, .html, .htm, .pdf, .jsonl, .csv can be read."


@pytest.mark.parametrize("path", ["absent.txt", "absent", "absent/a.txt", "nul\0.txt"])
def test_a_path_that_does_not_exist(tmp_path: Path, path: str) -> None:
    assert reason_of(tmp_path / path) == "there is no such file or folder: check the path."


def test_a_name_too_long_for_the_file_system_is_a_failure(tmp_path: Path) -> None:
    assert "it cannot be read (File name too long)" in reason_of(tmp_path / ("x" * 5000 + ".txt"))


def test_a_folder_with_nothing_to_read_says_what_could_be(tmp_path: Path) -> None:
    assert reason_of(tmp_path).startswith("no file in this folder can be read: give one with .txt, .md")
    write(tmp_path / "photo.jpg")
    assert [type(item) for item in items(tmp_path)] == [LoadFailure, SkippedFile]


def test_links_to_folders_are_counted_not_followed_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "self.txt").symlink_to("self.txt")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    found = find([tmp_path / "link"])
    assert [Path(skipped.path).name for skipped in found.skipped] == ["loop", "up"]
    assert [path.name for path in found.files] == ["a.txt", "self.txt"]
    last = items(tmp_path / "link")[-1]
    assert isinstance(last, LoadFailure)
    assert "Too many levels of symbolic links" in last.reason


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason_of(tmp_path / "pipe.txt") == "this is no regular file: save what it gives to one."
    assert reason_of(tmp_path) == "this is no regular file: save what it gives to one."


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder with a file and a folder that may not be read; a test run by root is nobody in the meantime."""
    is_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder / "closed" / "inside.txt")
        closed = [write(folder / "a.txt"), folder / "closed"]
        for path in closed:
            path.chmod(0)
        if is_root:
            os.seteuid(65534)
        yield folder
        if is_root:
            os.seteuid(0)
        for path in closed:
            path.chmod(0o755)


def test_what_may_not_be_read_is_named_with_the_remedy(locked: Path) -> None:
    reason = "it may not be read: give yourself read permission."
    closed, file = f"{locked / 'closed'}: {reason}", f"{locked / 'a.txt'}: {reason}"
    inside = locked / "closed" / "inside.txt"
    assert [str(item) for item in items(locked)] == [closed, file]
    assert [str(item) for item in items(locked / "a.txt")] == [file]
    assert [str(item) for item in items(locked / "closed")] == [closed]
    assert [str(item) for item in items(inside)] == [f"{inside}: {reason}"]


def test_a_file_that_vanishes_after_it_was_found_is_a_failure(tmp_path: Path) -> None:
    found = find([write(tmp_path / "a.txt"), write(tmp_path / "b.txt")])
    (tmp_path / "a.txt").unlink()
    first, second = [one.item for one in load(found)]
    assert str(first) == f"{tmp_path / 'a.txt'}: there is no such file or folder: check the path."
    assert isinstance(first, LoadFailure)
    assert first.fault.kind == "file.missing"
    assert isinstance(second, Article)


def test_a_fault_does_not_keep_its_document_in_memory(tmp_path: Path) -> None:
    [item] = items(write(tmp_path / "a.csv", "name\nno text\n"))
    assert isinstance(item, LoadFailure)
    assert (item.fault.kind, item.fault.values) == ("csv.header", {"found": "name"})
    assert (item.fault.__traceback__, item.fault.__context__) == (None, None)


def test_a_name_that_is_no_text_is_read_and_can_be_printed(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_bytes(b"")
    [item] = items(tmp_path)
    assert isinstance(item, LoadFailure)
    assert item.path.encode().endswith(b"/caf?.txt")


# Progress


def test_bytes_read_grow_to_the_size_of_all_files(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"Ferry {n} sank. " * 20}) + "\n" for n in range(200))
    paths = [write(tmp_path / "a.jsonl", rows), write(tmp_path / "b.txt"), write(tmp_path / "c.pdf", "no PDF")]
    paths.append(write(tmp_path / "d.csv", "text\n" + "The ferry sank off the coast.\n" * 2000))
    found = find([tmp_path / "absent.txt", *paths])
    assert found.size == sum(path.stat().st_size for path in paths)
    reads = [one.read for one in load(found)]
    assert reads == sorted(reads)
    assert (reads[0], reads[-1]) == (0, found.size)
    assert len(set(reads)) > 10  # files of many articles tell how far they are
    assert reads[200] == len(rows)


def test_each_result_names_its_file_and_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '\n{"text": "One."}\n\nbroken\n')
    assert [(one.path, one.line) for one in loaded(path)] == [(str(path), 2), (str(path), 4)]
    assert str(items(path)[1]).startswith(f"{path}:4: the line is not JSON")


# Ids


def test_a_derived_id_is_a_slug_and_a_digest_of_the_place_and_stays_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "Café & Harbour_News (2).txt")
    first = article_of(path).id
    write(path, "Other words.")
    assert article_of(path).id == first
    assert article_of(tmp_path / "." / path.name).id == first
    slug, _, digest = first.rpartition("-")
    assert (slug, len(digest)) == ("cafe-harbour-news-2", 8)
    assert article_of(write(tmp_path / "other" / path.name)).id != first


def test_a_derived_id_is_short_ascii_for_any_name_and_has_the_line(tmp_path: Path) -> None:
    assert article_of(write(tmp_path / "новости.txt")).id.startswith("article-")
    assert (
        len(article_of(write(tmp_path / ("long-" * 30 + ".txt"))).id) == 60 + 1 + 8 - 1
    )  # no hyphen before the hyphen
    rows = items(write(tmp_path / "x.jsonl", '\n{"text": "One."}\n'), write(tmp_path / "x.csv", "text\n\nOne.\n"))
    assert [item.id[-3:] for item in rows if isinstance(item, Article)] == ["-L2", "-L3"]


# Encodings

QUOTED = "“Vorüber”, sagte der Kapitän – und ging. It’s €5. L’œuvre d’été."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_is_read_in_its_encoding_with_its_line_ends(tmp_path: Path, encoding: str, ending: str) -> None:
    text = ending.join([QUOTED, "", "  Second paragraph. ", ""])
    assert article_of(write(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    assert article_of(write(tmp_path / "a.csv", f'title;text\nA;"{QUOTED}"\n'.encode(encoding))).text == QUOTED


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Ministern sade på måndagen att färjan sjönk på grund av ett fel.", "cp1252"),
        ("O presidente da câmara disse que não há informações sobre a situação.", "cp1252"),
        ("São Paulo", "cp1252"),
        ("“No”", "cp1252"),
        ("«Ça»", "cp1252"),
        ("€5", "cp1252"),
        ("£10 million", "cp1252"),
        ("Burmistrz powiedział w poniedziałek, że prom zatonął na skutek błędu załogi. Śledztwo trwa.", "cp1250"),
        ("Мэр заявил в понедельник, что паром затонул из-за ошибки экипажа. «Мы ничего не знали».", "cp1251"),
        ("Ο δήμαρχος είπε τη Δευτέρα ότι το πλοίο βυθίστηκε λόγω λάθους του πληρώματος.", "cp1253"),
        ("市長は月曜日、フェリーが沈没した原因は乗組員の過失だと述べた。捜査は続いている。", "shift_jis"),
        ("市长周一表示，渡轮沉没是由于船员失误造成的。调查仍在继续。“我们什么都不知道，”他说。", "gbk"),
    ],
)
def test_old_encodings_are_told_apart(tmp_path: Path, text: str, encoding: str) -> None:
    assert article_of(write(tmp_path / "a.txt", text.encode(encoding))).text == text


def test_the_first_old_character_may_come_late(tmp_path: Path) -> None:
    text = "The ferry sank. " * 20_000 + "“Gone.”"
    assert article_of(write(tmp_path / "a.txt", text.encode("cp1252"))).text == text


def test_damaged_utf8_is_refused_and_not_read_as_something_else(tmp_path: Path) -> None:
    reason = reason_of(write(tmp_path / "a.txt", "Müller, Söhne, Größe".encode() + b"\xff"))
    assert reason == "the file is UTF-8 with damaged characters: mend them or save it again as UTF-8."
    assert "begins as UTF-16 and does not go on so" in reason_of(write(tmp_path / "b.txt", b"\xff\xfea\0b"))


@pytest.mark.parametrize(
    "content", [b"a\0b", bytes(range(256)) * 20, random.Random(1).randbytes(5000), b"\x01\x02\x03 abc"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv"])
def test_binary_content_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert "binary, not text: give the article as text, HTML or PDF" in reason_of(write(tmp_path / name, content))


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", "\ufeff".encode(), "\u00a0\n".encode()])
@pytest.mark.parametrize("suffix", READERS)
def test_an_empty_file_is_a_failure_in_every_format(tmp_path: Path, suffix: str, content: bytes) -> None:
    reason = reason_of(write(tmp_path / f"a{suffix}", content))
    assert any(words in reason for words in ("is empty", "holds no article", "is broken", "no column", "not JSON"))


def test_a_text_at_the_limit_is_read_and_a_longer_one_is_refused(tmp_path: Path) -> None:
    assert len(article_of(write(tmp_path / "a.txt", "x" * MAX_CHARACTERS)).text) == MAX_CHARACTERS
    reason = reason_of(write(tmp_path / "b.txt", "x" * (MAX_CHARACTERS + 1)))
    assert reason == "the text has 10,000,001 characters and the limit is 10,000,000: cut it into articles."


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "a.pdf"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(5_000_000_000)  # sparse: takes no room
        assert "has 5,000,000,000 bytes and the limit is" in reason_of(tmp_path / name)


# Properties

STORABLE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")).filter(str.strip)
FIELDS = st.fixed_dictionaries(dict.fromkeys(("title", "url", "publisher", "author", "collection"), STORABLE))


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(STORABLE, FIELDS), min_size=1, max_size=5), ascii_only=st.booleans())
@example(rows=[("  a\r\nb\x85\u2028 e\u0301 👩‍👩‍👧\x01\x1b\ufeff\n\n ", {})], ascii_only=False)
def test_json_lines_keep_every_text_and_field_exactly_but_for_letters_in_parts(
    rows: list[tuple[str, dict[str, str]]], ascii_only: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [json.dumps({"text": text, **fields}, ensure_ascii=ascii_only) for text, fields in rows]
    path = write(tmp_path_factory.getbasetemp() / "round.jsonl", "\n".join(lines))
    for (text, fields), item in zip(rows, items(path), strict=True):
        assert isinstance(item, Article)
        assert item.text == text
        assert {name: normalize("NFC", getattr(item, name)) for name in fields} == {
            name: normalize("NFC", value) for name, value in fields.items()
        }


@settings(max_examples=60)
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".htm", ".markdown"}))
def test_no_bytes_of_any_kind_raise(suffix: str, content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.getbasetemp() / f"any{suffix}", content)
    results = items(path)
    assert results
    for item in results:
        assert isinstance(item, Article | LoadFailure)
        if isinstance(item, Article):
            assert item.text.strip()
            assert item.text.encode()  # UTF-8 can hold it


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@settings(max_examples=60)
@given(row=st.dictionaries(st.sampled_from(["id", "title", "date", "language", "author", "text"]), JSON))
def test_no_value_of_any_field_raises(row: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.getbasetemp() / "fields.jsonl", json.dumps(row))
    [one] = loaded(path)
    assert one.line == 1
    if isinstance(one.item, Article):
        assert one.item.id == one.item.id.strip() != ""
        assert one.item.published is None or isinstance(one.item.published, date)

"""What editorial systems leave in a text: markup, entities, ligatures, NUL; a format that the name does not tell."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.markup import plain_text
from index.records import Article, LoadFailure
from index.sources.files import find, load

TEXT = "The ferry sank off Norvik on Monday. Nobody was hurt, and the bell was found by divers."


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path) -> Article | LoadFailure:
    (loaded,) = load(find([path]))
    assert isinstance(loaded.item, (Article, LoadFailure))
    return loaded.item


def article(path: Path) -> Article:
    found = only(path)
    assert isinstance(found, Article), found
    return found


def reason(path: Path) -> str:
    found = only(path)
    assert isinstance(found, LoadFailure), found
    return found.reason


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>It is &ldquo;a gift&rdquo;.</p><p>She left at&nbsp;noon.</p>", "It is “a gift”.\n\nShe left at noon."),
        ("<p class='lead'>One\nline.\n<p>Two.", "One line.\n\nTwo."),
        ("One.<br>Two.<br/><br />Three.", "One.\nTwo.\n\nThree."),
        ("One.<br />\nTwo.", "One.\nTwo."),
        ("<h2>Toll</h2>It <em>will</em> come &amp; stay.", "Toll\n\nIt will come & stay."),
        ("It <strong>will</strong> come.\n\nIt will\nstay.", "It will come.\n\nIt will\nstay."),
        ("<div><ul><li>tea</li><li>fish</li></ul>Sold out.</div>", "- tea\n- fish\n\nSold out."),
        ("<p>She said <q>never</q>, 1 < 2.</p><script>track('<p>')</script>", "She said “never”, 1 < 2."),
        ("<p>One <a href='/x'>link</a>.</p>", "One link."),
        ("<p>It costs <del>nine</del> <ins>ten</ins> <s>pence</s> pounds.</p>", "It costs ten pounds."),
        ("See <a href='/x'>this</a> &amp; that.", "See this & that."),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("&ldquo;Never&rdquo;, it&#8217;s said at&nbsp;noon &#x2013; &amp;quot;", '“Never”, it’s said at noon – "'),
        ("<p>It is &amp;ldquo;a gift&amp;rdquo; &amp;amp; more.</p>", "It is “a gift” & more."),
        ("[caption id='a']The quay[/caption]\n\n<p>It is shut.</p>", "The quay\n\nIt is shut."),
        ("<p>One.</p><![odd[<p>Two.</p>", "<p>One.</p><![odd[<p>Two.</p>"),
    ],
)  # fmt: skip
def test_markup_of_an_export_becomes_plain_text(written: str, shown: str) -> None:
    assert plain_text(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "a < b and c > d",
        "  Two  spaces\r\n\n\n\nstay ",
        "See <a href='/x?a=1&amp;b=2'>this</a>.",
        "Write <p> or <i> and go on.",
        "AT&T; Q&A; R&D;",
        "I <3 you, <b",
        "if a<b and b</i>c",
    ],
)
def test_what_somebody_wrote_is_no_markup(written: str) -> None:
    assert plain_text(written) == written


@given(
    st.lists(
        st.sampled_from(
            ["<p", ">", "</", "<!", "[", "&", "&amp;", "lt;", "<a href='x'>", "</a>", "b", " ", "\n", "<br>"]
        )
    )
)
def test_no_markup_is_too_broken(pieces: list[str]) -> None:
    assert isinstance(plain_text("".join(pieces)), str)


def test_json_lines_and_csv_are_shown_without_markup(tmp_path: Path) -> None:
    row = {
        "text": f"<p>{TEXT}</p><p>Two&hellip;</p>",
        "title": "Tea &amp; <i>fish</i>",
        "author": "Ida &Oslash;st",
        "url": "/a?b=1&amp;c=2",
    }
    loaded = article(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert (loaded.text, loaded.title, loaded.author) == (f"{TEXT}\n\nTwo…", "Tea & fish", "Ida Øst")
    assert loaded.url == row["url"]
    assert article(write(tmp_path / "a.csv", f"title;text\nA;<p>{TEXT}</p>\n")).text == TEXT


def test_a_text_file_is_shown_without_markup(tmp_path: Path) -> None:
    text = "Toll\n\n&#8220;A gift &amp; a tax,&rdquo; she said.\n\n[gallery]\n\nIt <b>will</b> come."
    loaded = article(write(tmp_path / "a.txt", text))
    assert (loaded.title, loaded.text) == ("Toll", "Toll\n\n“A gift & a tax,” she said.\n\nIt will come.")


def test_a_few_nul_bytes_are_passed_over(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body><article><h1>Bell</h1><p>{TEXT * 4}</p></article></body></html>"
    assert article(write(tmp_path / "a.txt", f"{TEXT * 3}\0\0")).text == TEXT * 3
    assert article(write(tmp_path / "b.txt", f"„{TEXT * 3}“ €\0".encode("cp1252"))).text == f"„{TEXT * 3}“ €"
    assert article(write(tmp_path / "a.html", page.replace("Nobody", "No\0body"))).text.endswith(TEXT * 4)
    declared = page.replace("<body>", "<meta charset='windows-1251'><body>").replace("bell", "колокол\0")
    assert "колокол was" in article(write(tmp_path / "b.html", declared.encode("cp1251"))).text
    assert "the file is binary" in reason(write(tmp_path / "c.txt", f"{TEXT}\0\0"))
    assert "the file is binary" in reason(write(tmp_path / "d.txt", TEXT.encode("utf-16-le")))
    assert "`text` holds a NUL character" in reason(write(tmp_path / "a.jsonl", json.dumps({"text": f"{TEXT * 3}\0"})))


def test_rtf_and_pdf_behind_another_ending_are_named(tmp_path: Path) -> None:
    rtf = "{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\f0 " + TEXT + "\\par}"
    said = "the file is RTF, not plain text: save it as plain text, HTML or PDF."
    assert {reason(write(tmp_path / f"a{suffix}", rtf)) for suffix in (".txt", ".md", ".html", ".csv")} == {said}
    assert (
        reason(write(tmp_path / "b.txt", "%PDF-1.7\n…"))
        == "the file is a PDF, not plain text: give it the ending .pdf."
    )
    assert article(write(tmp_path / "c.txt", f"RTF begins with {{\\rtf. {TEXT}")).text.endswith(TEXT)


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html>\n<html>",
        "<html lang='en'>",
        "\ufeff\n<?xml version='1.0'?><!doctype HTML><html>",
        "<!-- saved --><html>",
    ],
)
def test_a_page_with_the_ending_txt_is_read_as_one(tmp_path: Path, head: str) -> None:
    page = (
        f"{head}<head><title>Bell</title></head><body><article><h1>Bell</h1><p>{TEXT * 4}</p></article></body></html>"
    )
    loaded = article(write(tmp_path / "a.txt", page))
    assert (loaded.title, loaded.text) == ("Bell", f"Bell\n\n{TEXT * 4}")


def test_a_text_about_pages_is_a_text(tmp_path: Path) -> None:
    text = f"The sign <html> opens a page. {TEXT}"
    assert article(write(tmp_path / "a.txt", text)).text == text


def test_a_text_that_plainly_is_another_language_is_not_called_as_it_says(tmp_path: Path) -> None:
    german = "Der Hafen bleibt auch im Winter offen, sagte die Chefin am Montag, und die Kräne sind sicher. "
    for text, language in ((german * 3, ""), (german, "en"), (TEXT * 3, "en")):
        loaded = article(write(tmp_path / "a.jsonl", json.dumps({"text": text, "language": "en-GB"})))
        assert loaded.language == language
    assert article(write(tmp_path / "a.jsonl", json.dumps({"text": german * 3, "language": "de"}))).language == "de"
    assert article(write(tmp_path / "a.jsonl", json.dumps({"text": TEXT * 3, "language": "de"}))).language == "en"

"""What of a page is its text: nothing that its readers do not see, tables and lists row by row."""

from pathlib import Path

import pytest

from tests.support.pages import BODY, FIRST, SECOND, TEXT, THIRD, read

UNSEEN = "Cheap ferries, best ferries, ferry tickets now at a good price, here and today, on every quay."


@pytest.mark.parametrize(
    "element",
    [
        f"<p hidden>{UNSEEN}</p>",
        f'<div hidden=""><p>{UNSEEN}</p></div>',
        f"<template><p>{UNSEEN}</p></template>",
        f"<dialog><p>{UNSEEN}</p></dialog>",
        f'<p style="color: red; display : none">{UNSEEN}</p>',
        f'<p style="visibility:hidden">{UNSEEN}</p>',
        f'<p class="sr-only">{UNSEEN}</p>',
        f'<p class="c-visuallyHidden">{UNSEEN}</p>',
        f'<p class="screen-reader-text">{UNSEEN}</p>',
        f'<p><span class="visually-hidden">{UNSEEN}</span></p>',
    ],
)
def test_what_no_reader_sees_is_not_the_text(tmp_path: Path, element: str) -> None:
    assert read(tmp_path, body=f"<p>{FIRST}</p>{element}<p>{SECOND}</p><p>{THIRD}</p>").text == TEXT


@pytest.mark.parametrize(
    "body",
    [
        f"<div hidden>{BODY}</div>",
        f'<div style="visibility:hidden">{BODY}</div>',
        BODY.replace("<p>", '<p style="display:none">'),
    ],
)
def test_an_article_that_a_script_would_show_is_read(tmp_path: Path, body: str) -> None:
    assert "nobody pays for its engine" in read(tmp_path, body=body).text


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_what_is_struck_out_is_left_out(tmp_path: Path, tag: str) -> None:
    changed = f"<p>It will cost <{tag}>nine hundred pounds</{tag}> <ins>ninety pounds</ins>, she wrote on Tuesday.</p>"
    assert read(tmp_path, body=BODY + changed).text == f"{TEXT}\n\nIt will cost ninety pounds, she wrote on Tuesday."


ROWS = "<tr><th>Quay</th><th>Tickets</th></tr><tr><td>Sandlow</td><td>4,120</td></tr><tr><td>Gant</td><td>87</td></tr>"
LINKS = "<tr><td><a href='/a'>Boats</a></td><td><a href='/b'>Bread</a></td></tr>"
TABLE = "Quay | Tickets\n\nSandlow | 4,120\n\nGant | 87"


@pytest.mark.parametrize(
    ("table", "written"),
    [
        (f"<table>{ROWS}</table>", TABLE),
        (f"<table><caption>Sold in March</caption><tbody>{ROWS}</tbody></table>", f"Sold in March\n\n{TABLE}"),
        (f"<figure><table>{ROWS}</table></figure>", TABLE),
        (f"<div class='table-wrap'><table>{ROWS}</table></div>", TABLE),
    ],
)
def test_a_table_in_the_text_is_read_row_by_row(tmp_path: Path, table: str, written: str) -> None:
    text = read(tmp_path, body=f"<p>{FIRST}</p><p>{SECOND}</p>{table}<p>{THIRD}</p>").text
    assert text == TEXT.replace(THIRD, f"{written}\n\n{THIRD}")


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{LINKS}{LINKS}</table>",
        f"<aside><p>Tickets</p><table>{ROWS}</table></aside>",
        "<table><tr><td>Your name</td><td><input></td></tr><tr><td>Your quay</td><td>x</td></tr></table>",
        "<table><tr><td>Alone</td></tr><tr><td>Below</td></tr></table>",
    ],
)
def test_a_menu_a_form_and_a_box_beside_are_no_tables_of_the_text(tmp_path: Path, table: str) -> None:
    assert read(tmp_path, body=f"<p>{FIRST}</p><p>{SECOND}</p>{table}<p>{THIRD}</p>").text == TEXT


@pytest.mark.parametrize("mark", ["", ":"])
def test_a_list_of_names_and_what_they_say_is_a_transcript(tmp_path: Path, mark: str) -> None:
    turns = (
        f"<dl><dt>Ana Lind{mark}</dt><dd>The tide is early, and has been since the spring.</dd>"
        f"<dt>Bo Carr{mark}</dt><dd>I have seen it come later.</dd><dd>I have seen it not come.</dd></dl>"
    )
    assert read(tmp_path, body=BODY + turns).text == (
        f"{TEXT}\n\nAna Lind: The tide is early, and has been since the spring.\n\n"
        "Bo Carr: I have seen it come later. I have seen it not come."
    )


def test_a_list_of_facts_is_no_transcript(tmp_path: Path) -> None:
    text = read(
        tmp_path, body=f"{BODY}<dl><dt>Built by</dt><dd>1702</dd><dt>Wheels</dt><dd>nine of them</dd></dl>"
    ).text
    assert ":" not in text.removeprefix(TEXT)
    assert "1702" in text


@pytest.mark.parametrize("mark", ["<sup><a href='#f1'>1</a></sup>", "<a href='#f1'>[12]</a>", "<a href='#n'>*</a>"])
def test_the_mark_of_a_footnote_is_not_in_the_sentence(tmp_path: Path, mark: str) -> None:
    body = f"{BODY}<p>“It was lost,”{mark} said Ilse Vandam of the nine km<sup>2</sup> of fen on Monday evening.</p>"
    said = "“It was lost,” said Ilse Vandam of the nine km2 of fen on Monday evening."
    assert read(tmp_path, body=body).text == f"{TEXT}\n\n{said}"

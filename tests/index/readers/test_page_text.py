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

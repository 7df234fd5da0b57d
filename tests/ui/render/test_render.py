"""What readers see of an answer: exact text, Markdown and HTML, and nothing of an article that turns into markup."""

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.records import Article, Hit, Passage
from qa.answer import Answer, AnswerSentence, Citation, Note, Refusal, Section, SupportStatus
from ui.render.escape import as_html, as_line, as_markdown, web_address
from ui.render.html import notice_html, question_html, to_html
from ui.render.layout import citation_link, groups, heading, sources, support_status
from ui.render.markdown import to_markdown
from ui.render.text import hits_to_text, to_sentences, to_text
from ui.render.wording import ENGLISH, Wording

FERRY = Citation(
    n=1,
    article_id="ferry/1",
    content_hash="0123456789abcdef",
    start=10,
    end=36,
    quote="“The engine burns less.” *",
    title="Ferry returns",
    publisher="The Tidewater Post",
    published=date(2024, 3, 10),
    url="https://tidewater.example/ferry",
    speaker="Marta Lindqvist",
)
FARE = Citation(2, "ferry/1", "0123456789abcdef", 40, 50, "Fares stay.", "Ferry returns", "The Tidewater Post")
BRIDGE = Citation(
    3, "bridge", "ff", 0, 9, "It waits.", "Bridge late", "Courier", None, "javascript:x()", "Agnes Thorne"
)
ANSWER = Answer(
    "What about the ferry?",
    (
        AnswerSentence("“The engine burns less.” *", (1,)),
        AnswerSentence("Fares stay.", (2,)),
        AnswerSentence("It waits.", (3, 1)),
    ),
    (FERRY, FARE, BRIDGE),
)
WRITTEN = Answer(
    "What about the ferry?",
    (
        AnswerSentence("“The engine burns less.” *", (1,)),
        AnswerSentence("The fare, she says, stays.", (2,), status="supported"),
        AnswerSentence("It all waits.", (3, 1), status="partial"),
    ),
    (FERRY, FARE, BRIDGE),
    notes=(Note("withheld", count=1),),
    model="openai:qwen3",
    withheld=1,
)
FARES = Section(speaker="Fares")
BY = "Written by openai:qwen3 · every sentence checked against the articles it cites"
NEAR = Hit(
    Passage("near", 5, 15, 7, ()),
    Article("near", "One. Two words. Three.", "Nearby", publisher="Courier", published=date(2024, 4, 2)),
    0.5,
)
REFUSAL = Answer("Who?", refusal=Refusal("nobody_quoted", topic="ferries"), nearest=(NEAR,))

PAYLOADS = (
    "<script>hacked()</script>",
    "<img src=x onerror=hacked()>",
    "[x](javascript:hacked())",
    "![](http://evil.example/x.png)",
    "<form action=http://evil.example>",
    '<div style="position:fixed">',
    "http://evil.example www.evil.example",
    "**bold** _it_ ~~s~~ `code` $$x$$",
    "a\n\n# Heading\n\n- item\n\n1. one\n\n    code\n\n> quote\n\n---\n\n| a | b |\n|---|---|\n| c | d |",
    "```\nfence\n```",
    "</p></section></a><b>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    '" onclick="hacked()" x=\'',
    "\\*not escaped\\* \\",
    "\x1b[31mred\x07 \x00 \ud83d",
    "\u202egnirts desrever",
    "<!-- comment",
    "[ref]: http://evil.example 'title'",
)
ACTIVE = st.text(alphabet="<>&\"'`*_[]()!#+-=.|~$:\\/ \n\r\tab1wh\x1b\x00\u00a0é⛴")
ANYTHING = st.one_of(st.sampled_from(PAYLOADS), ACTIVE, st.text(), st.lists(st.sampled_from(PAYLOADS)).map("".join))


def answer_saying(text: str) -> Answer:
    """An answer in which an article says `text` in every field it has."""
    citation = Citation(1, text or "id", "ab12", 0, 5, text, text, text, None, text, text)
    return Answer(text, (AnswerSentence(text, (1,)),), (citation,))


def written_saying(text: str) -> Answer:
    """The same, written by a model, in part at most."""
    sentence = AnswerSentence(text, (1,), Section(speaker=text) if text else None, "partial")
    notes = (Note("model_found_nothing", model=text),)
    return replace(answer_saying(text), sentences=(sentence, sentence), model=text or "m", notes=notes)


def refusal_near(text: str) -> Answer:
    """A refusal whose nearest passage says `text` in every field it has."""
    article = Article(text or "id", "x" + text, text, text, text, text)
    hit = Hit(Passage(article.id, 1, 1 + len(text), 1, (text,)), article, 1.0)
    return Answer(text, refusal=Refusal("nobody_quoted", topic=text), nearest=(hit,))


def without_surrogates(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


class Page(HTMLParser):
    """The tags, attributes and text of some HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attributes]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_sentences_are_grouped_by_who_says_them_in_which_article() -> None:
    assert [(g.source, [s.text for s in g.sentences]) for g in groups(ANSWER)] == [
        (FERRY, ["“The engine burns less.” *"]),
        (FARE, ["Fares stay."]),
        (BRIDGE, ["It waits."]),
    ]


def test_consecutive_sentences_with_one_source_share_a_group() -> None:
    """Only neighbours: the order of the answer is never changed."""
    order = [(1,), (1,), (3,), (1,)]
    answer = Answer("?", tuple(AnswerSentence(str(i), n) for i, n in enumerate(order)), (FERRY, BRIDGE))
    assert [(g.source, len(g.sentences)) for g in groups(answer)] == [(FERRY, 2), (BRIDGE, 1), (FERRY, 1)]


def test_heading_says_what_is_known_and_never_nothing() -> None:
    assert heading(FERRY) == ("Marta Lindqvist", "The Tidewater Post", "10 March 2024", "Ferry returns")
    assert heading(FARE) == ("The Tidewater Post", "Ferry returns")
    assert heading(Citation(1, "only-id", "", 0, 1, "x", title=" ")) == ("only-id",)
    assert heading(Citation(1, " ", "", 0, 1, "x")) == ("Unnamed article",)
    assert heading(None) == ("No source",)


def test_running_text_carries_the_numbers_after_every_sentence() -> None:
    assert to_sentences(ANSWER) == "“The engine burns less.” * [1] Fares stay. [2] It waits. [3] [1]"
    assert to_sentences(REFUSAL) == ""


def test_plain_text_of_an_answer() -> None:
    assert to_text(ANSWER) == (
        "Marta Lindqvist · The Tidewater Post · 10 March 2024 · Ferry returns\n"
        "  “The engine burns less.” * [1]\n\n"
        "The Tidewater Post · Ferry returns\n"
        "  Fares stay. [2]\n\n"
        "Agnes Thorne · Courier · Bridge late\n"
        "  It waits. [3] [1]\n\n"
        "[1] [2] Ferry returns, The Tidewater Post, 10 March 2024, https://tidewater.example/ferry\n"
        "[3] Bridge late, Courier"
    )


def test_plain_text_of_a_refusal() -> None:
    assert to_text(REFUSAL) == (
        "Nobody was found quoted on ferries.\n\nNearest passages in the articles:\n\n"
        "Courier · 2 April 2024 · Nearby\n  Two words."
    )
    assert to_text(Answer("?", refusal=Refusal("nobody_quoted", topic="x"))) == "Nobody was found quoted on x."


def test_plain_text_of_passages() -> None:
    assert hits_to_text([NEAR, NEAR]).count("Courier · 2 April 2024 · Nearby\n  Two words.") == 2
    assert hits_to_text([]) == "No passage was found."


def test_markdown_of_an_answer() -> None:
    assert to_markdown(ANSWER) == (
        "**Marta Lindqvist** · The Tidewater Post · 10 March 2024 · Ferry returns\n\n"
        "> “The engine burns less.” \\* \\[1\\]\n\n"
        "**The Tidewater Post** · Ferry returns\n\n"
        "> Fares stay. \\[2\\]\n\n"
        "**Agnes Thorne** · Courier · Bridge late\n\n"
        "> It waits. \\[3\\] \\[1\\]\n\n"
        "- \\[1\\] \\[2\\] Ferry returns, The Tidewater Post, 10 March 2024, https\\://tidewater.example/ferry\n"
        "- \\[3\\] Bridge late, Courier"
    )


def test_markdown_of_a_refusal() -> None:
    assert to_markdown(REFUSAL) == (
        "Nobody was found quoted on ferries.\n\nNearest passages in the articles:\n\n"
        "**Courier** · 2 April 2024 · Nearby\n\n> Two words."
    )


def test_html_of_an_answer() -> None:
    """One block a group; a group of the article above it is marked as its continuation."""
    assert html.unescape(to_html(ANSWER)) == (
        '<section class="group"><span class="source"><strong><bdi>Marta Lindqvist</bdi></strong><span class="where">'
        " · <bdi>The Tidewater Post</bdi> · <bdi>10 March 2024</bdi> · <bdi>Ferry returns</bdi></span></span>"
        '<p class="said" dir="auto">“The engine burns less.” * <a class="cite verbatim" '
        'href="#cite-ferry%2F1-10-36-0123456789abc51fe34a" '
        'title="“The engine burns less.” *\nMarta Lindqvist · The Tidewater Post · 10 March 2024">[1]</a></p></section>'
        "\n\n"
        '<section class="group continued"><span class="source"><strong><bdi>The Tidewater Post</bdi></strong>'
        '<span class="where"> · <bdi>Ferry returns</bdi></span></span>'
        '<p class="said" dir="auto">Fares stay. <a class="cite verbatim" '
        'href="#cite-ferry%2F1-40-50-0123456789abc1847708" '
        'title="Fares stay.\nThe Tidewater Post">[2]</a></p></section>\n\n'
        '<section class="group"><span class="source"><strong><bdi>Agnes Thorne</bdi></strong><span class="where">'
        " · <bdi>Courier</bdi> · <bdi>Bridge late</bdi></span></span>"
        '<p class="said" dir="auto">It waits. <a class="cite verbatim" href="#cite-bridge-0-9-ff1c802df0" '
        'title="It waits.\nAgnes Thorne · Courier">[3]</a> <a class="cite verbatim" '
        'href="#cite-ferry%2F1-10-36-0123456789abc51fe34a" '
        'title="“The engine burns less.” *\nMarta Lindqvist · The Tidewater Post · 10 March 2024">[1]</a></p></section>'
    )


def test_a_written_answer_is_running_prose_under_who_wrote_it() -> None:
    assert to_text(WRITTEN) == (
        f"1 sentence withheld: not in the articles.\n\n{BY}\n\n"
        "“The engine burns less.” * [1] The fare, she says, stays. [2] "
        "It all waits. [3] [1] (only partly in the article)\n\n"
        "[1] [2] Ferry returns, The Tidewater Post, 10 March 2024, https://tidewater.example/ferry\n"
        "[3] Bridge late, Courier"
    )
    running = (
        "“The engine burns less.” \\* \\[1\\] The fare, she says, stays. \\[2\\] "
        "It all waits. \\[3\\] \\[1\\] (only partly in the article)"
    )
    assert to_markdown(WRITTEN).split("\n\n")[:3] == [
        "*1 sentence withheld: not in the articles.*",
        f"*{BY}*",
        running,
    ]
    assert to_sentences(WRITTEN).endswith("It all waits. [3] [1] (only partly in the article)")


def test_html_of_a_written_answer_has_chips_and_no_headings() -> None:
    """The note stands below: it changes at the end, and what is being read stays where it is."""
    written, prose, note = html.unescape(to_html(WRITTEN)).split("\n\n")
    assert written == f'<p class="written">{BY}</p>'
    assert note == '<p class="note">1 sentence withheld: not in the articles.</p>'
    assert re.sub(r'<a class="cite verbatim" href="[^"]+" title="[^"]+">', "<a>", prose) == (
        '<section class="running"><p class="said" dir="auto">“The engine burns less.” * <a>[1]</a> '
        "The fare, she says, stays. <a>[2]</a> It all waits. <a>[3]</a> <a>[1]</a> "
        '<span class="doubt">only partly in the article</span></p></section>'
    )
    assert "Geschrieben von openai:qwen3" in html.unescape(to_html(WRITTEN, Wording("de")))


def test_each_section_of_a_written_answer_is_a_paragraph() -> None:
    one, two, three = WRITTEN.sentences
    answer = replace(WRITTEN, sentences=(one, replace(two, section=FARES), replace(three, section=FARES)), notes=())
    assert [block.split(">")[0] for block in to_html(answer).split("\n\n")] == [
        '<p class="written"',
        '<section class="running"',
        '<p class="section"',
        '<section class="running"',
    ]
    assert to_text(answer).split("\n\n")[1:3] == ["“The engine burns less.” * [1]", "FARES"]
    assert "\n\n### Fares\n\n" in to_markdown(answer)


def test_html_of_a_refusal_lists_passages_that_open() -> None:
    assert html.unescape(to_html(REFUSAL)) == (
        '<section class="refusal"><p class="reason">Nobody was found quoted on ferries.</p>'
        '<p class="label">Nearest passages in the articles</p><ol><li>'
        f'<a class="nearest" href="#cite-near-5-15-{NEAR.article.content_hash[:12]}a009b579">'
        '<span class="source"><strong><bdi>Courier</bdi></strong><span class="where"> · <bdi>2 April 2024</bdi> · '
        '<bdi>Nearby</bdi></span></span><span class="said" dir="auto">Two words.</span></a></li></ol></section>'
    )


@pytest.mark.parametrize(("status", "said"), [("verbatim", ""), ("supported", ""), ("partial", "partial")])
def test_a_sentences_own_status_is_what_counts(status: SupportStatus, said: str) -> None:
    """A citation that stands to the letter does not make the sentence do so."""
    sentence = AnswerSentence("It is so.", (1,), status=status)
    assert support_status(replace(WRITTEN, sentences=(sentence,)), sentence) == said


@pytest.mark.parametrize(
    ("statuses", "note"),
    [
        (("partial",), "only partly in the article"),
        (("unsupported",), "not found in the article"),
        (("partial", "unsupported"), "only partly in the article"),
        ((), "not found in the article"),
    ],
)
def test_a_sentence_its_sources_do_not_carry_is_marked_on_every_screen(statuses: tuple[str, ...], note: str) -> None:
    citations = tuple(Citation(n, "a", "ab", 0, 1, "x", "T", status=s) for n, s in enumerate(statuses, 1))  # type: ignore[arg-type]
    answer = Answer("?", (AnswerSentence("It is so.", tuple(c.n for c in citations)),), citations)
    assert f"({note})" in to_text(answer)
    assert f"({note})" in to_markdown(answer)
    assert f'<span class="doubt">{note}</span>' in to_html(answer)


def test_who_probably_says_it_is_told_behind_the_sentence_and_never_in_a_heading() -> None:
    unsure = replace(FERRY, speaker=None, probable_speaker="Marta Lindqvist")
    answer = Answer("Ferry?", (AnswerSentence(FERRY.quote, (1,)),), (unsure,))
    assert heading(unsure) == ("The Tidewater Post", "10 March 2024", "Ferry returns")
    assert "[1] (probably Marta Lindqvist)" in to_text(answer)
    assert "(wahrscheinlich Marta Lindqvist)" in to_text(answer, Wording("de"))
    assert '<span class="doubt">probably Marta Lindqvist</span>' in to_html(answer)
    assert "(probably Marta Lindqvist)" in to_markdown(answer)


def test_the_same_words_in_several_papers_are_one_source() -> None:
    """Fold them only when everything that is cited of them is the same."""
    said = "“It waits,” she said."
    wire, copy = Citation(1, "wire", "a", 0, 21, said, "Wire"), Citation(2, "copy", "b", 5, 26, said.upper(), "Copy")
    other = Citation(3, "copy", "b", 30, 40, "It rained.", "Copy")
    answer = Answer("?", (AnswerSentence(said, (1, 2)),), (wire, copy))
    assert sources(answer) == [[((1,), wire), ((2,), copy)]]
    assert to_html(answer, kept="x").count("<li>") == 1
    more = Answer("?", (*answer.sentences, AnswerSentence("It rained.", (3,))), (wire, copy, other))
    assert sources(more) == [[((1,), wire)], [((2, 3), copy)]]
    assert to_html(more, kept="x").count("<li>") == 2


def test_a_citation_that_does_not_exist_makes_no_chip() -> None:
    answer = Answer("?", (AnswerSentence("It is so.", (9,)),), ())
    assert "<a" not in to_html(answer)
    assert "No source" in to_html(answer)


def test_an_article_without_a_date_has_no_day() -> None:
    assert ENGLISH.day(None) == ""
    assert ENGLISH.day(date(2022, 3, 1)) == "1 March 2022"


def test_a_link_can_carry_any_id() -> None:
    assert citation_link("https://a.example/x?y=1#z-1", 2, 3, "0123456789abcdef", "x") == (
        "#cite-https%3A%2F%2Fa.example%2Fx%3Fy%3D1%23z-1-2-3-0123456789ab2d711642"
    )


@given(ANYTHING)
def test_no_article_text_becomes_html(text: str) -> None:
    """Whatever an article says, the page has our own tags and links only, and shows the text to the letter."""
    for answer, tags in (
        (answer_saying(text), {"section", "span", "strong", "bdi", "p", "a"}),
        (written_saying(text), {"section", "span", "p", "a"}),
        (refusal_near(text), {"section", "span", "strong", "bdi", "p", "a", "ol", "li"}),
    ):
        page = Page(to_html(answer))
        assert set(page.tags) <= tags
        assert {name for _, name, _ in page.attributes} <= {"class", "dir", "href", "title"}
        assert all(value.startswith("#cite-") for _, name, value in page.attributes if name == "href")
    for source in (question_html(text), notice_html(text)):
        assert (Page(source).tags, Page(source).text) == (["p"], without_surrogates(text))


@given(ANYTHING)
def test_html_gives_article_text_back_to_the_letter(text: str) -> None:
    assert Page(f"<p>{as_html(text)}</p>").text == without_surrogates(text)


@given(ANYTHING)
def test_a_markdown_parser_leaves_our_html_as_it_is(text: str) -> None:
    """The chat runs messages through one: each block comes out as it went in, and nothing is added."""
    for answer in (answer_saying(text), written_saying(text)):
        blocks = MarkdownIt("commonmark").parse(to_html(answer))
        assert {block.type for block in blocks} == {"html_block"}
    question = MarkdownIt("commonmark").enable("table").enable("strikethrough").render(question_html(text))
    assert question.strip() == question_html(text)


@given(ANYTHING)
def test_no_article_text_becomes_markdown(text: str) -> None:
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    tokens = parser.parse(as_markdown(text))
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    inline = tokens[1].children or [] if tokens else []
    assert {token.type for token in inline} <= {"text", "text_special"}
    assert "".join(token.content for token in inline) == as_line(text)


@given(ANYTHING)
def test_a_markdown_answer_has_the_structure_we_wrote(text: str) -> None:
    never = {"html_block", "fence", "code_block", "table_open", "hr", "ordered_list_open"}
    for answer in (answer_saying(text), written_saying(text)):
        tokens = MarkdownIt("commonmark").enable("table").parse(to_markdown(answer))
        inline = {child.type for token in tokens for child in token.children or []}
        ours = {"em_open", "em_close"} if answer.model else {"strong_open", "strong_close"}
        assert inline <= {"text", "text_special", "softbreak"} | ours
        headings = [token.markup for token in tokens if token.type == "heading_open"]
        assert headings == (["###"] if answer.model and text else [])
        assert not {token.type for token in tokens} & never


@given(ANYTHING)
def test_no_control_code_reaches_a_terminal(text: str) -> None:
    for shown in map(to_text, (answer_saying(text), written_saying(text), refusal_near(text))):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", shown)


def test_bare_addresses_do_not_become_links() -> None:
    assert as_markdown("see http://a.example or WWW.b.example") == "see http\\://a.example or WWW\\.b.example"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example/x", None),
        ("file:///etc/passwd", None),
        ("https:", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_linked(url: str, address: str | None) -> None:
    assert web_address(url) == address

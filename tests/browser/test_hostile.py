"""Thirty payloads in every field of an article and in questions: text on the screen, and nothing else."""

from collections.abc import Callable

import pytest

from index.records import Article
from tests.support.fake_engine import FakeEngine
from tests.support.reader import Chat, expect
from tests.support.serving import app_over, served

PAYLOADS = (
    "<script>hacked()</script>",
    "</script><script>hacked()</script>",
    "<img src=x onerror=hacked()>",
    "<img src=http://evil.example/pixel.png>",
    "<svg onload=hacked()></svg>",
    "<svg><script>hacked()</script></svg>",
    "<iframe src=javascript:hacked()></iframe>",
    "<iframe srcdoc='<script>parent.hacked()</script>'></iframe>",
    "<object data=javascript:hacked()></object>",
    "<embed src=http://evil.example/x.swf>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<form action=http://evil.example><button>Go</button></form>",
    "<a href=javascript:hacked()>click</a>",
    "<details open ontoggle=hacked()>x</details>",
    "<video><source onerror=hacked()></video>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=hacked()&gt;'>",
    "<div style='position:fixed;inset:0;background:red'>over all</div>",
    '"><img src=x onerror=hacked()>',
    "' onmouseover='hacked()",
    "[click](javascript:hacked())",
    "![tracker](http://evil.example/t.png)",
    "[x]: javascript:hacked().\n[x]",
    "```html.\n<script>hacked()</script>.\n```",
    "$$\\href{javascript:hacked()}{x}$$",
    "&lt;script&gt;hacked()&lt;/script&gt;",
    "javascript:hacked()//http://good.example",
    "\u202egnihtemos\u202c \u2066isolated\u2069 \u200f\u200b\ufeff",
)
HARMFUL = (
    "script, img, svg, iframe, object, embed, link, style, base, meta, form, video, math, input, button, [style],"
    " a:not(.cite):not(.nearest):not(.used):not(.kept)"
)


def article(number: int, payload: str) -> Article:
    return Article(
        f"{payload}#{number}",
        f"The wicked pamphlet{number} says {payload} and then goes on.\n\nA second wicked pamphlet{number} follows.",
        payload,
        url=payload,
        publisher=payload,
        author=payload,
    )


@pytest.fixture(scope="module")
def hostile() -> FakeEngine:
    return FakeEngine([article(n, p) for n, p in enumerate(PAYLOADS)], examples=PAYLOADS[:4])


def shown(chat: Chat, selector: str) -> str:
    return "\n".join(chat.page.locator(selector).all_text_contents())


def test_there_are_thirty() -> None:
    assert len(set(PAYLOADS)) == 30


def test_nothing_an_article_says_becomes_markup(open_chat: Callable[..., Chat], hostile: FakeEngine) -> None:
    """In answer, heading, card and article: the text to the letter, and no element but ours."""
    with served(app_over(hostile)) as address:
        chat = open_chat(address)
        for number, payload in enumerate(PAYLOADS):
            question = f"What does the wicked pamphlet{number} say?"
            chat.ask(question)
            expect(chat.page.locator(".bot-row").last.locator(".after")).to_have_count(1)
            text = hostile.articles[f"{payload}#{number}"].text
            for citation in hostile.answers.ask(question).citations:
                assert citation.quote in text
                assert citation.quote in shown(chat, ".said")
            expect(chat.page.locator(".message-content").locator(HARMFUL)).to_have_count(0)
            chip = chat.reply.locator("a.cite").first
            chip.focus()
            expect(chat.page.locator(f"#citation-card :is({HARMFUL})")).to_have_count(0)
            chip.click()
            expect(chat.panel.locator("h2")).to_have_text(payload)
            expect(chat.mark).to_be_visible()
            assert chat.panel.locator("h2").text_content() == payload
            assert chat.panel.locator(".author").text_content() == payload
            assert "".join(shown(chat, "#article-panel .text p").split()) == "".join(text.split())
            expect(chat.panel.locator(f".content :is({HARMFUL})")).to_have_count(0)
            expect(chat.panel.locator(".outside")).to_have_count(0)
        chat.save("hostile")
        chat.finish()


def test_nothing_a_question_says_becomes_markup(open_chat: Callable[..., Chat], hostile: FakeEngine) -> None:
    with served(app_over(hostile)) as address:
        chat = open_chat(address)
        for number, payload in enumerate(PAYLOADS, 1):
            chat.begin(payload)
            expect(chat.page.locator(".bot-row .after")).to_have_count(number)
            expect(chat.page.get_by_role("button", name="Send")).to_be_visible()
        asked = [text.strip() for text in chat.page.locator(".asked").all_text_contents()]
        assert ["".join(text.split()) for text in asked] == ["".join(payload.split()) for payload in PAYLOADS]
        expect(chat.page.locator(".user-row .message-content").locator(HARMFUL)).to_have_count(0)
        chat.finish()


def test_nothing_in_the_views_becomes_markup(open_chat: Callable[..., Chat], hostile: FakeEngine) -> None:
    """The list of articles, the address, the filters, and the conversations kept."""
    with served(app_over(hostile)) as address:
        chat = open_chat(address, "?publisher=%3Cimg+src%3Dx+onerror%3Dhacked()%3E&q=%3Cscript%3Ehacked()%3C/script%3E")
        expect(chat.page.locator(".chips bdi").first).to_have_text("<img src=x onerror=hacked()>")
        expect(chat.page.locator(".asked")).to_have_text("<script>hacked()</script>")
        expect(chat.page.locator(".bot-row .after")).to_have_count(1)
        chat.view("Articles")
        expect(chat.page.locator(".articles .headline")).to_have_count(len(PAYLOADS))
        titles = chat.page.locator(".articles .headline").all_text_contents()
        assert titles == list(PAYLOADS)
        chat.page.keyboard.press("Escape")
        chat.view("History")
        expect(chat.page.locator(".conversation .title")).to_have_text("<script>hacked()</script>")
        expect(chat.page.locator("#article-panel .content :is(script, img, svg, iframe, style)")).to_have_count(0)
        chat.finish()

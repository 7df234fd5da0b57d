"""The widget where things go wrong: streams cut anywhere, servers that refuse, tokens that end, readers who stop."""

import json
from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tests.support.hosting import Arrive, Portal, Scripted, event, hosted, problem, visiting, whole
from tests.support.reader import expect
from tests.support.waiting import PATIENCE
from tests.support.widget_answers import ANSWER, FIRST, ONE, SECOND, TWO, token

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage

WITH_TOKEN = '<script src="{0}/widget.js" defer data-token-url="/token"></script>'
SIGNED_OUT = "You are not signed in: sign in on this site, then ask again."
NO_TOKEN = "This site could not say who you are: reload the page, then ask again."


def sent(answer: JSONResponse) -> str:
    return f"Bearer {json.loads(bytes(answer.body))['token']}"


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def site(scripted: Scripted) -> Iterator[Portal]:
    with hosted(scripted.app) as portal:
        yield portal


@pytest.fixture
def arrive(browser: "Browser", site: Portal) -> Iterator[Arrive]:
    with visiting(browser, site) as arrive:
        yield arrive


def test_sentences_appear_one_by_one_wherever_the_network_cuts_them(arrive: Arrive, scripted: Scripted) -> None:
    """Windows line ends, a comment, and every byte of the first events in a piece of its own."""
    gates = [Event(), Event()]
    start = b": hello\r\n\r\n" + (ANSWER[0] + ANSWER[1]).replace(b"\n", b"\r\n")
    second = (event("sentence", **SECOND), event("citation", **TWO))
    bits = tuple(bytes([byte]) for byte in start)
    end = whole(FIRST, SECOND, citations=(ONE, TWO))
    scripted.answers.append((*bits, gates[0], *second, gates[1], end))
    visit = arrive().open()
    reply = visit.ask("What?")
    expect(reply.locator(".said")).to_have_text([f"{FIRST['text']} [1]"])
    expect(visit.shown(".state")).to_have_text("Reading the articles…")
    expect(visit.shown(".reply + .waiting")).to_be_visible()  # below the last sentence, not at the end of the panel
    expect(visit.shown("[role=log] p")).to_have_text([FIRST["text"]])
    gates[0].set()
    expect(reply.locator(".said")).to_have_text([f"{FIRST['text']} [1]", "It rained. [2]"])
    expect(reply.locator(".group .source")).to_have_text(
        ["Ann Lee · Post · 10 March 2024 · Title 1", "Post · 10 March 2024 · Title 2"]
    )
    expect(reply.locator(".sources")).to_have_count(0)
    reply.locator(".cite").first.focus()
    gates[1].set()
    expect(reply.locator(".sources li")).to_have_count(2)
    expect(reply.locator(".cite").first).to_be_focused()  # what stood was not drawn anew
    assert scripted.asked == [{"question": "What?", "history": [], "stream": True}]
    visit.failing = True  # nothing stands beside the answers of this server


def test_what_is_taken_back_goes_and_what_a_model_wrote_says_so(arrive: Arrive, scripted: Scripted) -> None:
    written = FIRST | {"text": "\u202eWritten", "status": "supported"}
    partly = SECOND | {"status": "partial"}
    end = whole(written, partly, citations=(ONE, TWO), model="openai:tiny", note="1 sentence withheld.")
    pieces = (*ANSWER[:2], event("retract", sentences=1), event("sentence", **written), event("citation", **ONE), end)
    scripted.answers.append(pieces)
    visit = arrive().open()
    visit.failing = True
    reply = visit.ask("What?")
    expect(reply.locator(".written")).to_have_text(
        "Written by openai:tiny · every sentence checked against the articles it cites"
    )
    expect(reply.locator(".said")).to_have_text(["\u202eWritten [1]", "It rained. [2] only partly in the article"])
    expect(reply.locator(".group")).to_have_count(0)
    expect(reply.locator(".note")).to_have_text("1 sentence withheld.")
    said, chip = (reply.locator(f".said {part}").first.bounding_box() for part in (".words", ".cite"))
    assert said
    assert chip
    assert chip["x"] >= said["x"] + said["width"]  # an override that is left open ends with the article's words
    visit.save("written")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (problem(401, "No token."), "You are not signed in: sign in on this site, then ask again."),
        (problem(403, "Not yours."), "You may not read these articles: ask whoever runs this site for access."),
        (problem(413), "This is too long: shorten the question, or begin a new conversation."),
        (problem(429, retry_after="40"), "You have asked many questions: ask again in 40 seconds."),
        (problem(429, retry_after="300"), "You have asked many questions: ask again in 5 minutes."),
        (problem(503), "Too many questions at once: ask again in a moment."),
        (problem(400, "The question has 9 lines: ask one thing."), "The question has 9 lines: ask one thing."),
        (HTMLResponse("<h1>Bad gateway</h1>", 502), "This cannot be shown now: the server did not answer as expected."),
        ((event("error", detail="The index is gone: add articles."),), "The index is gone: add articles."),
        ((), "The articles cannot be reached just now: check your connection, then ask again."),
    ],
)
def test_every_fault_is_one_clear_sentence(
    arrive: Arrive, scripted: Scripted, answer: Response | tuple[bytes, ...], sentence: str
) -> None:
    scripted.answers.extend([answer, ANSWER])
    visit = arrive().open()
    visit.failing = True
    visit.page.evaluate("document.addEventListener('onrecord:fault', ({ detail }) => (window.fault = detail))")
    reply = visit.ask("What?")
    expect(reply.locator(".notice")).to_have_text(sentence)
    expect(visit.shown("[role=log] p")).to_have_text([sentence])
    heard = visit.page.evaluate("window.fault")
    assert heard["sentence"] == sentence
    assert visit.told() == [reason for reason in [heard["detail"]] if reason not in ("", sentence)]
    reply.get_by_role("button", name="Ask again").click()
    expect(visit.shown(".said")).to_have_count(1)
    expect(visit.shown(".asked")).to_have_text(["What?"])
    expect(visit.shown(".notice, .again")).to_have_count(0)
    assert [asked["question"] for asked in scripted.asked] == ["What?", "What?"]
    assert [asked["history"] for asked in scripted.asked] == [[], []]  # what failed is not asked after


def test_the_reason_that_the_server_gives_is_told_to_the_page_and_never_a_token(
    arrive: Arrive, site: Portal, scripted: Scripted
) -> None:
    given = token(1)
    secret = sent(given).removeprefix("Bearer ")
    site.tokens.append(given)
    scripted.answers.extend([problem(401, f"The token {secret} has expired: get a new one.")] * 2)
    visit = arrive(WITH_TOKEN)
    visit.failing = True
    visit.page.goto(site.address)
    visit.page.evaluate("document.addEventListener('onrecord:fault', ({ detail }) => (window.fault = detail))")
    visit.launcher.click()
    sentence = "This site could not show who you are: tell whoever runs it."
    expect(visit.ask("What?").locator(".notice")).to_have_text(sentence)
    reason = "The token … has expired: get a new one."
    assert visit.page.evaluate("window.fault") == {"status": 401, "sentence": sentence, "detail": reason}
    assert visit.told() == [reason]


def test_a_stream_that_breaks_keeps_what_was_checked(arrive: Arrive, scripted: Scripted) -> None:
    scripted.answers.append((*ANSWER[:2], b"event: sentence\ndata: {"))
    visit = arrive().open()
    reply = visit.ask("What?")
    expect(reply.locator(".said")).to_have_count(1)
    expect(reply.locator(".notice")).to_have_text(
        "The answer broke off. What stands above was checked; ask again for the rest."
    )
    scripted.answers.append(ANSWER)
    reply.get_by_role("button", name="Ask again").click()
    expect(visit.shown(".sources")).to_have_count(1)
    expect(visit.shown(".asked")).to_have_text(["What?", "What?"])  # what stood above still does
    assert [asked["history"] for asked in scripted.asked] == [[], []]
    visit.failing = True  # nothing stands beside the answers of this server


def test_a_citation_that_could_not_be_opened_can_be_tried_again(arrive: Arrive, scripted: Scripted) -> None:
    scripted.answers.append(ANSWER)
    scripted.articles = problem(503, "The index is locked: come again.")
    visit = arrive().open()
    visit.failing = True
    visit.ask("What?").locator(".cite").click()
    expect(visit.shown(".content .warning")).to_have_text("Too many questions at once: ask again in a moment.")
    assert visit.told() == ["The index is locked: come again."]
    visit.save("not-opened")
    scripted.articles = JSONResponse(
        {"article_id": "a1", "title": "Title 1", "paragraphs": [[{"text": "Größe", "mark": "cited"}]], "changed": False}
    )
    visit.page.get_by_role("button", name="Try again").click()
    expect(visit.shown("mark.cited")).to_have_text("Größe")
    visit.page.keyboard.press("Escape")
    expect(visit.shown(".cite")).to_be_focused()


@pytest.mark.parametrize(
    ("total", "reason"), [(0, "There is nothing here that you may read."), (3, "No article is of that day.")]
)
def test_collections_without_anything_to_read_are_told_of(
    arrive: Arrive, scripted: Scripted, total: int, reason: str
) -> None:
    scripted.answers.append((whole(refused=True, reason="No article is of that day."),))
    scripted.articles = JSONResponse({"total": total})
    visit = arrive('<script src="{0}/widget.js" defer data-collections="press, drafst"></script>')
    visit.failing = True
    visit.page.goto(visit.portal.address)
    visit.launcher.click()
    expect(visit.ask("What?").locator(".reason")).to_have_text(reason)
    told = "this reader may read no article in press, drafst: correct data-collections, or the rules of access."
    assert visit.told() == ([] if total else [told])
    assert f"{visit.portal.onrecord}/api/v1/articles?limit=1&collections=press&collections=drafst" in visit.requests


def _is_refused(said: "ConsoleMessage") -> bool:
    return "Failed to load" in said.text


def test_a_page_of_another_origin_is_told_which_one(arrive: Arrive, site: Portal) -> None:
    """In the language that it asks for, and by its own title."""
    visit = arrive('<script src="{0}/widget.js" defer data-title="Archiv" data-language="de"></script>')
    with visit.page.expect_console_message(_is_refused):
        visit.page.goto(site.address.replace("localhost", "127.0.0.1"))
        visit.launcher.click()
    panel = visit.shown("dialog")
    expect(panel.get_by_role("heading")).to_have_text("Archiv")
    expect(panel).to_contain_text("Die Artikel sind gerade nicht zu erreichen.")
    expect(visit.shown(".root")).to_have_attribute("lang", "de")
    # That the second try is refused may be told after the button has the focus again.
    with visit.page.expect_console_message(_is_refused):
        visit.page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(visit.page.get_by_role("button", name="Noch einmal versuchen")).to_be_focused()
    origin = site.address.replace("localhost", "127.0.0.1")
    assert visit.told() == [
        f"this page's origin is {origin}; it must stand in `origins` of the server's rules of access."
    ]
    visit.save("unreachable")
    assert [said for said in visit.errors if "CORS policy" not in said and "Failed to load" not in said] == []
    visit.errors.clear()
    visit.requests.clear()


def test_a_server_that_is_gone_is_told_of_and_found_again(arrive: Arrive, site: Portal) -> None:
    visit = arrive()
    visit.failing = True
    visit.page.goto(site.address)
    visit.page.context.set_offline(True)
    visit.launcher.click()
    expect(visit.shown("dialog")).to_contain_text("The articles cannot be reached just now.")
    visit.page.context.set_offline(False)
    visit.page.get_by_role("button", name="Try again").click()
    expect(visit.box).to_be_focused()
    visit.page.context.set_offline(True)
    expect(visit.ask("What?").locator(".notice")).to_contain_text("The articles cannot be reached just now")
    visit.page.context.set_offline(False)


def test_stopping_ends_the_request_and_keeps_what_stands(arrive: Arrive, scripted: Scripted) -> None:
    gate = Event()
    scripted.answers.extend([(*ANSWER[:2], gate, ANSWER[2]), ANSWER])
    visit = arrive().open()
    visit.failing = True
    reply = visit.ask("What?")
    expect(reply.locator(".said")).to_have_count(1)
    visit.page.get_by_role("button", name="Stop").click()
    expect(reply.locator(".notice")).to_have_text("Stopped before the answer was complete.")
    expect(reply.locator(".said")).to_have_count(1)
    assert scripted.left.get(timeout=PATIENCE) == "left"
    gate.set()
    expect(visit.ask("And now?").locator(".sources")).to_have_count(1)
    assert scripted.asked[-1]["history"] == ["What?"]


def test_a_widget_that_is_taken_away_ends_its_request(arrive: Arrive, scripted: Scripted) -> None:
    gate = Event()
    scripted.answers.append((*ANSWER[:2], gate, ANSWER[2]))
    visit = arrive().open()
    expect(visit.ask("What?").locator(".said")).to_have_count(1)
    visit.page.evaluate("document.querySelector('on-record-widget').remove()")
    assert scripted.left.get(timeout=PATIENCE) == "left"
    gate.set()


def test_a_token_is_fetched_with_the_portals_cookie_and_kept(arrive: Arrive, site: Portal, scripted: Scripted) -> None:
    first = token(1)
    site.tokens.append(first)
    scripted.answers.extend([ANSWER, ANSWER])
    visit = arrive(WITH_TOKEN)
    visit.failing = True
    visit.page.goto(site.address)
    assert site.cookies == []  # not before it is needed
    visit.launcher.click()
    for question in ("What?", "And now?"):
        expect(visit.ask(question).locator(".sources")).to_have_count(1)
    assert site.cookies == [{"portal": "secret"}]
    assert scripted.senders == [sent(first)] * 2
    assert [url for url in visit.requests if "sign1" in url] == []


def test_a_token_is_renewed_before_its_end_and_once_when_refused(
    arrive: Arrive, site: Portal, scripted: Scripted
) -> None:
    tokens = [token(1, seconds=60), token(2), token(3), token(4)]
    site.tokens.extend(tokens)
    refused = problem(401, "The token is not signed by a key that this server knows.")
    scripted.answers.extend([ANSWER, refused, ANSWER, refused, refused])
    visit = arrive(WITH_TOKEN)
    visit.failing = True
    visit.page.clock.install()
    visit.page.goto(site.address)
    visit.launcher.click()
    expect(visit.ask("One?").locator(".sources")).to_have_count(1)
    visit.page.clock.fast_forward(60_000)
    expect(visit.ask("Two?").locator(".sources")).to_have_count(1)
    assert visit.told() == []
    expect(visit.ask("Three?").locator(".notice")).to_contain_text("This site could not show who you are")
    assert visit.told() == ["The token is not signed by a key that this server knows."]
    assert scripted.senders == [sent(tokens[n]) for n in (0, 1, 2, 2, 3)]


@pytest.mark.parametrize(
    ("answer", "sentence", "told"),
    [
        (Response(status_code=401), SIGNED_OUT, []),
        (RedirectResponse("/"), SIGNED_OUT, []),
        (Response(status_code=500), NO_TOKEN, ["/token answered 500."]),
        (JSONResponse({"token": "a b\n"}), NO_TOKEN, ["/token answered 200, but no token."]),
    ],
    ids=["401", "to the sign-in page", "500", "no token"],
)
def test_a_portal_that_gives_no_token_is_told_of(
    arrive: Arrive, site: Portal, scripted: Scripted, answer: Response, sentence: str, told: list[str]
) -> None:
    site.tokens.append(answer)
    visit = arrive(WITH_TOKEN)
    visit.failing = True
    visit.page.goto(site.address)
    visit.launcher.click()
    expect(visit.ask("What?").locator(".notice")).to_have_text(sentence)
    assert visit.told() == told
    assert scripted.asked == []


def test_a_token_is_not_fetched_from_another_site(arrive: Arrive, site: Portal) -> None:
    site.tokens.append(RedirectResponse("https://login.example/"))
    visit = arrive(WITH_TOKEN)
    visit.page.goto(site.address)
    visit.launcher.click()
    expect(visit.ask("What?").locator(".notice")).to_contain_text("This site could not say who you are")
    assert visit.told() == ["/token answered nothing that this page may read."]
    assert [said for said in visit.errors if "login.example" not in said and "Failed to load" not in said] == []
    visit.errors.clear()
    visit.requests = [url for url in visit.requests if url != "https://login.example/"]  # told of, and not sent

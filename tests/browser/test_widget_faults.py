"""The widget where things go wrong: streams cut anywhere, servers that refuse, tokens that end, readers who stop."""

import base64
import json
import time
from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tests.browser.hosting import Arrive, Portal, Scripted, event, hosted, problem, visiting, whole
from tests.browser.reader import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WITH_TOKEN = '<script src="{0}/widget.js" defer data-token-url="/token"></script>'
FIRST: dict[str, Any] = {"text": "“Größe ⛴️ zählt,” said Ann Lee.", "citations": [1]}
SECOND: dict[str, Any] = {"text": "It rained.", "citations": [2]}


def cited(n: int, **more: Any) -> dict[str, Any]:
    shape = {"n": n, "article_id": f"a{n}", "title": f"Title {n}", "publisher": "Post", "published": "2024-03-10"}
    return shape | {"speaker": None, "status": "verbatim", "link": f"#cite-a{n}-0-5-00"} | more


ONE, TWO = cited(1, speaker="Ann Lee"), cited(2)
ANSWER = (event("sentence", **FIRST), event("citation", **ONE), whole(FIRST, citations=(ONE,)))


def token(number: int, seconds: int = 600) -> JSONResponse:
    """What the portal's server answers; its end is all that the widget reads of it."""
    now = int(time.time())
    claims = {"sub": f"reader-{number}-ü", "iat": now, "exp": now + seconds}
    body = base64.urlsafe_b64encode(json.dumps(claims, ensure_ascii=False).encode()).decode().rstrip("=")
    return JSONResponse({"token": f"head.{body}.sign{number}"})


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
        (problem(401), "You are not signed in: sign in on this site, then ask again."),
        (problem(403), "You may not read these articles: ask whoever runs this site for access."),
        (problem(413), "This is too long: shorten the question, or begin a new conversation."),
        (problem(429, retry_after="40"), "Too many questions at once: ask again in 40 seconds."),
        (problem(429, retry_after="300"), "Too many questions at once: ask again in 5 minutes."),
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
    reply = visit.ask("What?")
    expect(reply.locator(".notice")).to_have_text(sentence)
    expect(visit.shown("[role=log] p")).to_have_text([sentence])
    reply = visit.ask("And now?")
    expect(reply.locator(".said")).to_have_count(1)
    assert [asked["history"] for asked in scripted.asked] == [[], []]  # what failed is not asked after


def test_a_stream_that_breaks_keeps_what_was_checked(arrive: Arrive, scripted: Scripted) -> None:
    scripted.answers.append((*ANSWER[:2], b"event: sentence\ndata: {"))
    visit = arrive().open()
    reply = visit.ask("What?")
    expect(reply.locator(".said")).to_have_count(1)
    expect(reply.locator(".notice")).to_have_text(
        "The answer broke off. What stands above was checked; ask again for the rest."
    )


def test_a_server_that_is_gone_is_told_of_and_found_again(arrive: Arrive, site: Portal) -> None:
    visit = arrive()
    visit.failing = True
    visit.page.goto(site.address)
    visit.page.context.set_offline(True)
    visit.launcher.click()
    expect(visit.shown("dialog")).to_contain_text("On Record cannot be reached just now.")
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
    assert scripted.left.get(timeout=10) == "left"
    gate.set()
    expect(visit.ask("And now?").locator(".sources")).to_have_count(1)
    assert scripted.asked[-1]["history"] == ["What?"]


def test_a_widget_that_is_taken_away_ends_its_request(arrive: Arrive, scripted: Scripted) -> None:
    gate = Event()
    scripted.answers.append((*ANSWER[:2], gate, ANSWER[2]))
    visit = arrive().open()
    expect(visit.ask("What?").locator(".said")).to_have_count(1)
    visit.page.evaluate("document.querySelector('on-record-widget').remove()")
    assert scripted.left.get(timeout=10) == "left"
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
    tokens = [token(1, seconds=1), token(2), token(3), token(4)]
    site.tokens.extend(tokens)
    scripted.answers.extend([ANSWER, problem(401), ANSWER, problem(401), problem(401)])
    visit = arrive(WITH_TOKEN)
    visit.failing = True
    visit.page.clock.install()
    visit.page.goto(site.address)
    visit.launcher.click()
    expect(visit.ask("One?").locator(".sources")).to_have_count(1)
    visit.page.clock.fast_forward(1000)
    expect(visit.ask("Two?").locator(".sources")).to_have_count(1)
    expect(visit.ask("Three?").locator(".notice")).to_contain_text("You are not signed in")
    assert scripted.senders == [sent(tokens[n]) for n in (0, 1, 2, 2, 3)]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Response(status_code=401), "You are not signed in: sign in on this site, then ask again."),
        (RedirectResponse("/"), "You are not signed in: sign in on this site, then ask again."),
        (Response(status_code=500), "This site could not say who you are: reload the page, then ask again."),
        (JSONResponse({"token": "a b\n"}), "This site could not say who you are: reload the page, then ask again."),
    ],
    ids=["401", "to the sign-in page", "500", "no token"],
)
def test_a_portal_that_gives_no_token_is_told_of(
    arrive: Arrive, site: Portal, scripted: Scripted, answer: Response, sentence: str
) -> None:
    site.tokens.append(answer)
    visit = arrive(WITH_TOKEN)
    visit.failing = True
    visit.page.goto(site.address)
    visit.launcher.click()
    expect(visit.ask("What?").locator(".notice")).to_have_text(sentence)
    assert scripted.asked == []


def test_a_token_is_not_fetched_from_another_site(arrive: Arrive, site: Portal) -> None:
    site.tokens.append(RedirectResponse("https://login.example/"))
    visit = arrive(WITH_TOKEN)
    visit.page.goto(site.address)
    visit.launcher.click()
    expect(visit.ask("What?").locator(".notice")).to_contain_text("This site could not say who you are")
    blocked = visit.errors.pop()
    assert blocked.startswith("Unsafe attempt to load URL https://login.example/") or "login.example" in blocked
    visit.requests.remove("https://login.example/")  # told of, and not sent
    visit.errors.clear()

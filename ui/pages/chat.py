"""The chat page, made with Gradio; nothing else imports it.

The server keeps the conversation and the page only shows it: what a browser sends back is never believed. What stands
around the conversation (panel, cards, menus) is not Gradio's: the scripts in `static/` build it.
"""

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing, closing, suppress
from functools import partial
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request

from index.errors import InputError, OnRecordError
from qa.cancellation import Cancellation
from qa.protocol import Engine
from ui.access.identity import EngineFactory, Identity, identity_of
from ui.access.rate_limits import charge
from ui.api.parameters import parse_parameters
from ui.pages.conversation import Exchange, reply_to
from ui.pages.head import HEAD, PRODUCT, greeting, heading, theme
from ui.render.html import notice_html, question_html
from ui.render.wording import Wording, negotiate_language
from ui.serving.answer_cache import AnswerCache
from ui.serving.cancellation import Client, run_in_steps
from ui.serving.scheduler import scheduler_of

_INTERNAL: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""The page's own events: programs have the REST routes."""

Messages = list[dict[str, str]]
Conversation = tuple[Exchange, ...]
Shown = tuple[Conversation, Messages, Any]
"""The conversation, its messages, and the question box."""


def mount(app: FastAPI, models: Sequence[str], engine_for: EngineFactory, kept: AnswerCache) -> None:
    """Mount the page at the root of an app, behind every route the app already has; `models` write answers."""
    page = build_page(models, engine_for, kept)
    page.queue(
        default_concurrency_limit=None
    )  # questions wait in one line with those of the API (`serving/scheduler.py`)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        head=HEAD,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size=1,  # Gradio's upload route cannot be turned off, and the page takes no files by it
    )


def build_page(models: Sequence[str], engine_for: EngineFactory, kept: AnswerCache) -> gr.Blocks:
    """Build the page: bar, conversation, question box, and what connects them."""
    page = gr.Blocks(title=PRODUCT, analytics_enabled=False, fill_height=True, fill_width=True)
    desk = ChatHandlers(models, engine_for, kept)
    with page:
        conversation = gr.State(())
        title, restart = _bar()
        chatbot = _chatbot()
        question = _question_box()
        # Not shown: static/page/gradio.js writes into it what goes along with a question (ui/api/parameters.py).
        order = gr.Textbox(elem_id="order", visible="hidden")
        shown = [conversation, chatbot, question]

        page.unload(desk.leave)
        page.load(desk.greet, None, [title, chatbot, question], **_INTERNAL)
        asked = question.submit(desk.ask, [question, order, conversation], shown, **_INTERNAL)
        chosen = chatbot.example_select(desk.ask_example, [order, conversation], shown, **_INTERNAL)
        for finished in (asked, chosen):
            finished.then(_at_rest, None, question, **_INTERNAL)
        question.stop(_stopped, [order, conversation], shown, cancels=[asked, chosen], **_INTERNAL)
        # static/page/gradio.js lets no restart through before an answer has ended or was stopped.
        restart.click(lambda: ((), [], _at_rest()), None, shown, **_INTERNAL)
    return page


class ChatHandlers:
    """What is answered to the pages that are open; runs on Gradio's event loop."""

    def __init__(self, models: Sequence[str], engine_for: EngineFactory, kept: AnswerCache) -> None:
        """`models` are the names of the chat models that write answers."""
        self._models, self._asking, self._kept = models, engine_for, kept
        self._clients: defaultdict[str | None, set[Client]] = defaultdict(set)
        """Who waits for an answer now, by the page it is asked on."""

    def greet(self, request: gr.Request) -> tuple[str, Any, Any]:
        """Heading, conversation and question box of a page that was opened."""
        engine, wording = self._asking(_sent(request)), _wording(request)
        examples = [{"text": example} for example in engine.answers.examples()]
        chat = gr.update(examples=examples, placeholder=greeting(wording, self._models))
        return (
            heading(engine.catalogue.counts().articles, wording),
            chat,
            gr.update(placeholder=wording("page.placeholder")),
        )

    # Generators that wait for a thread, not in one: these can be ended while they wait.
    async def ask(
        self, text: str, sent: str, earlier: Conversation, request: gr.Request
    ) -> AsyncGenerator[Shown, None]:
        """Yield the conversation as it grows by a question."""
        client, waiting = Client(), self._clients[request.session_hash]
        engine, identity = self._asking(_sent(request)), identity_of(_sent(request))
        asked = partial(charge, _sent(request))
        steps = _asked(engine, identity, self._kept, asked, text, sent, earlier, client.cancellation)
        waiting.add(client)
        try:
            async with aclosing(run_in_steps(steps, client, scheduler_of(_sent(request)))) as growing:
                async for shown in growing:
                    yield shown
        except OnRecordError as error:
            yield _failed(earlier, text, error, _wording_of_page(sent, request))
        finally:
            waiting.discard(client)
            if not waiting:
                self._clients.pop(request.session_hash, None)

    async def ask_example(
        self, sent: str, earlier: Conversation, choice: gr.SelectData, request: gr.Request
    ) -> AsyncGenerator[Shown, None]:
        """Yield the conversation as it grows by one of the examples."""
        async with aclosing(self.ask(choice.value["text"], sent, earlier, request)) as growing:
            async for shown in growing:
                yield shown

    async def leave(self, request: gr.Request) -> None:
        """Cancel the answers of a page that was closed."""
        for client in self._clients.pop(request.session_hash, set()):
            client.leave()


def _asked(
    engine: Engine,
    identity: Identity,
    kept: AnswerCache,
    charged: Callable[[int], None],
    text: str,
    sent: str,
    earlier: Conversation,
    cancel: Cancellation,
) -> Generator[Shown, None, None]:
    """Yield the conversation as it grows by a question, or by several when one is taken up where it was left.

    Those are `charged` for as if they were asked one by one. Raises `OnRecordError` before anything is asked.
    """
    order = parse_parameters(sent)
    charged(len(order.earlier))
    wording = Wording(order.language)
    now = earlier if order.turn is None else earlier[: order.turn]
    box: Any = gr.update(value="", submit_btn=False, stop_btn=True)
    for question in (*order.earlier, text):
        before = now
        reply = reply_to(
            engine,
            question,
            before,
            kept=kept,
            asking=identity,
            scope=order.scope.scope(),
            wording=wording,
            cancel=cancel,
        )
        with closing(reply):
            for exchange in reply:
                now = (*before, exchange)
                yield now, _messages(now), box
                box = gr.skip()


def _failed(earlier: Conversation, text: str, error: OnRecordError, wording: Wording) -> Shown:
    fault = (*earlier, Exchange(text, notice_html(wording.error(error))))
    return fault, _messages(fault), ""


def _stopped(sent: str, conversation: Conversation) -> Shown:
    """Keep what is shown of an answer that the reader stopped, under a note that it is not all."""
    if conversation and conversation[-1].answer is None:
        *earlier, last = conversation
        said = notice_html(Wording(parse_parameters(sent).language)("page.stopped"))
        conversation = (*earlier, Exchange(last.question, "\n\n".join(part for part in (last.so_far, said) if part)))
    return conversation, _messages(conversation), _at_rest()


def _at_rest() -> Any:
    return gr.update(submit_btn=True, stop_btn=False)


def _sent(request: gr.Request) -> Request:
    """Return the request behind Gradio's."""
    sent = request.request
    assert isinstance(sent, Request)
    return sent


def _wording_of_page(sent: str, request: gr.Request) -> Wording:
    """Return the wording in the page's language; in the browser's where the page says none that can be read."""
    with suppress(InputError):
        return Wording(parse_parameters(sent).language)
    return _wording(request)


def _wording(request: gr.Request) -> Wording:
    return negotiate_language(request.query_params.get("lang"), request.headers.get("accept-language"))


def _bar() -> tuple[gr.Markdown, gr.Button]:
    with gr.Row(elem_id="heading"):
        title = gr.Markdown(f"<h1>{PRODUCT}</h1>", elem_id="product", container=False)
        restart = gr.Button("+", elem_id="restart", size="sm", scale=0)  # static/page/toolbar.js names it
    return title, restart


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="conversation",
        show_label=False,
        container=False,
        scale=1,
        height="100%",
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        allow_tags=False,
        layout="bubble",
        autoscroll=False,  # static/page/gradio.js keeps the start of the answer in view, not its end
        placeholder=greeting(Wording()),
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Question",
        show_label=False,
        placeholder=" ",
        submit_btn=True,
        autofocus=True,
        max_lines=6,
        container=False,
    )


def _messages(conversation: Conversation) -> Messages:
    messages: Messages = []
    for exchange in conversation:
        messages.append({"role": "user", "content": question_html(exchange.question)})
        messages.append({"role": "assistant", "content": exchange.reply})
    return messages

"""The chat page, made with Gradio; nothing else imports it.

The server keeps the conversation and the page only shows it: what a browser sends back is never believed. The
panel with articles and people is not Gradio's: `static/panel.js` builds it when something is to be shown in it.
"""

from collections.abc import Iterator
from typing import Any

import gradio as gr
from fastapi import FastAPI

from ui.asker import AskerProtocol
from ui.conversation import Exchange, reply_to
from ui.render import question_html

PRODUCT = "On Record"

_CONCURRENT_QUESTIONS = 8  # answering is computation; more at once would only make each slower
_WAITING_QUESTIONS = 64  # beyond this the page says that the queue is full, instead of keeping people waiting
_HEAD = """
<link rel="stylesheet" href="static/page.css">
<link rel="stylesheet" href="static/answer.css">
<link rel="stylesheet" href="static/panel.css">
<link rel="stylesheet" href="static/people.css">
<link rel="icon" type="image/svg+xml" href="static/icon.svg">
<script src="static/chat.js" defer></script>
<script type="module" src="static/cite.js"></script>
<script type="module" src="static/people.js"></script>
"""
_GREETING = """
<div class="greeting"><p class="lead">Ask what the articles say.</p>
<p>Every answer is made of their own words, each cited to the exact sentence.</p></div>
"""
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]

Messages = list[dict[str, str]]
Conversation = tuple[Exchange, ...]


def mount(app: FastAPI, asker: AskerProtocol) -> None:
    """Puts the page at the root of an app, behind every route the app already has."""
    page = build_page(asker)
    page.queue(default_concurrency_limit=_CONCURRENT_QUESTIONS, max_size=_WAITING_QUESTIONS)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        head=_HEAD,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size=1,  # Gradio's upload route cannot be turned off, and the page takes no files
    )


def build_page(asker: AskerProtocol) -> gr.Blocks:
    """The page: heading, conversation, question box, and what connects them."""
    page = gr.Blocks(title=PRODUCT, analytics_enabled=False, fill_height=True, fill_width=True)
    with page:
        conversation = gr.State(())
        heading, restart = _heading()
        chatbot = _chatbot()
        question = _question_box()
        shown = [conversation, chatbot]

        def greet() -> tuple[str, Any]:
            return _heading_html(asker), gr.update(examples=[{"text": example} for example in asker.examples()])

        def ask(text: str, earlier: Conversation) -> Iterator[tuple[Conversation, Messages, Any]]:
            for number, exchange in enumerate(reply_to(asker, text, earlier)):
                now = (*earlier, exchange)
                yield now, _messages(now), "" if number == 0 else gr.skip()

        def ask_example(earlier: Conversation, choice: gr.SelectData) -> Iterator[tuple[Conversation, Messages, Any]]:
            yield from ask(choice.value["text"], earlier)

        page.load(greet, None, [heading, chatbot], **_INTERNAL)
        asked = question.submit(ask, [question, conversation], [*shown, question], **_INTERNAL)
        chosen = chatbot.example_select(ask_example, [conversation], [*shown, question], **_INTERNAL)
        restart.click(lambda: ((), []), None, shown, cancels=[asked, chosen], **_INTERNAL)
    return page


_INTERNAL: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""The page's own events: programs have the REST routes."""


def _heading() -> tuple[gr.Markdown, gr.Button]:
    with gr.Row(elem_id="heading"):
        heading = gr.Markdown(f"<h1>{PRODUCT}</h1>", elem_id="product", container=False)
        gr.Button("People", elem_id="people", size="sm", scale=0)  # static/people.js listens
        restart = gr.Button("New conversation", elem_id="restart", size="sm", scale=0)
    return heading, restart


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
        autoscroll=False,  # static/chat.js keeps the start of the answer in view, not its end
        placeholder=_GREETING,
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Question",
        show_label=False,
        placeholder="Ask about the articles…",
        submit_btn=True,
        autofocus=True,
        max_lines=6,
        container=False,
    )


def _heading_html(asker: AskerProtocol) -> str:
    articles = asker.counts().articles
    if articles == 0:
        found = "No articles yet. Add some with <code>onrecord add FOLDER</code>."
    else:
        found = f"{articles:,} article{'' if articles == 1 else 's'}"
    return f'<h1>{PRODUCT}</h1><p class="count">{found}</p>'


def _messages(conversation: Conversation) -> Messages:
    messages: Messages = []
    for exchange in conversation:
        messages.append({"role": "user", "content": question_html(exchange.question)})
        messages.append({"role": "assistant", "content": exchange.reply})
    return messages


def _theme() -> gr.themes.Base:
    # The page's colours are in static/page.css; these two are painted before it arrives.
    return gr.themes.Base(neutral_hue="stone", font=_FONTS, font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#fbfaf7", body_background_fill_dark="#14161a"
    )

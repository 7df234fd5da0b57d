"""What the page starts with: its files, its heading, its greeting and the colours painted before the styles arrive."""

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from ui.render.templating import Macros
from ui.render.wording import Wording

PRODUCT = "On Record"
_CHAT = Macros(Path(__file__).parent / "templates" / "chat.html")

_STYLES = (
    "tokens", "controls", "page", "toolbar", "answer", "card", "actions", "suggestions", "scope",
    "panel", "people", "timeline", "history", "add", "help",
)  # fmt: skip
_SCRIPTS = (
    "page/gradio", "page/toolbar", "page/edit-notice", "page/announce",
    "answer/citations", "answer/card", "answer/actions", "answer/suggestions", "page/scope", "page/shared-link",
    "views/articles", "views/people", "views/timeline", "views/history", "views/add", "views/help",
)  # fmt: skip
HEAD = "\n".join(
    [
        *(f'<link rel="stylesheet" href="static/styles/{name}.css">' for name in _STYLES),
        '<link rel="icon" type="image/svg+xml" href="static/icon.svg">',
        *(f'<script type="module" src="static/{name}.js"></script>' for name in _SCRIPTS),
    ]
)
"""The files of the page, relative to its address, so that it works below a proxy's prefix."""

_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]


def heading(articles: int, wording: Wording) -> str:
    """Return the product's name and how much it holds."""
    held = wording("page.articles", count=articles) if articles else wording("page.empty")
    return str(_CHAT("heading", PRODUCT, held))


def greeting(wording: Wording, models: Sequence[str] = ()) -> str:
    """Return the text before the first question: what an answer is, and who writes it."""
    promise = wording("page.promise_written", models=", ".join(models)) if models else wording("page.promise")
    return str(_CHAT("greeting", wording("page.lead"), promise))


def theme() -> gr.themes.Base:
    """Gradio's plainest theme; the page's own colours are in `static/styles/`, these two are painted before."""
    return gr.themes.Base(neutral_hue="stone", font=_FONTS, font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#fbfaf7", body_background_fill_dark="#14161a"
    )

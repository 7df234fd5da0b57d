"""How long until the page can be used, and what of that is the front end's own work; beside a plain Gradio chat.

    python -m benchmarks.page --index DIR [--rounds 5]

Both pages are served by this process over the same index and opened in Chromium with an empty cache: ours, and the
`gr.ChatInterface` that a user would write instead. Times are in milliseconds, medians of the rounds.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI

from tests.support.chromium import FLAGS, executable
from tests.support.serving import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What did Marit Solheim say about the gas terminal?"

SHIFT = """() => new Promise((done) => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { sum += value; }));
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 200);
})"""


def ours(folder: Path) -> FastAPI:
    """Our application."""
    from index.storage.corpus import Corpus
    from qa.engine import AnswerEngine
    from ui.app import create_app

    engine = AnswerEngine(Corpus.open(folder))
    engine.answers.warm()
    return create_app(engine)


def plain(folder: Path) -> FastAPI:
    """Build the chat a user would write over the same answers."""
    import gradio as gr

    from index.storage.corpus import Corpus
    from qa.engine import AnswerEngine
    from ui.render.markdown import to_markdown

    engine = AnswerEngine(Corpus.open(folder))
    engine.answers.warm()
    page = gr.ChatInterface(lambda message, _: to_markdown(engine.answers.ask(message)), analytics_enabled=False)
    app: FastAPI = gr.mount_gradio_app(FastAPI(), page, path="/")
    return app


def opened(browser: "Browser", address: str) -> dict[str, float]:
    """One opening of a page in a fresh profile, and one question."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    work = page.context.new_cdp_session(page)
    work.send("Performance.enable")
    received: list[int] = []
    page.on("response", lambda response: received.append(int(response.headers.get("content-length") or 0)))
    begun = time.perf_counter()
    first_byte = page.goto(address, wait_until="commit")
    assert first_byte is not None
    answered = time.perf_counter()
    page.locator("textarea:visible").first.wait_for()
    usable_after = (time.perf_counter() - answered) * 1000
    metrics = {m["name"]: m["value"] for m in work.send("Performance.getMetrics")["metrics"]}
    asked = _ask(page)
    shift = page.evaluate(SHIFT)
    page.context.close()
    return {
        "server's first byte": (answered - begun) * 1000,
        "usable after the first byte": usable_after,
        "of that scripts": metrics["ScriptDuration"] * 1000,
        "of that style and layout": (metrics["LayoutDuration"] + metrics["RecalcStyleDuration"]) * 1000,
        "requests": len(received),
        "question to first words": asked,
        "layout shift": shift,
        "usable since the navigation began": usable_after + (answered - begun) * 1000,
    }


def _ask(page: "Page") -> float:
    box = page.locator("textarea:visible").first
    page.wait_for_timeout(1500)  # Gradio connects its events after it has drawn them
    box.fill(QUESTION)
    begun = time.perf_counter()
    box.press("Enter")
    page.get_by_text("Mayor Marit Solheim said on Thursday").first.wait_for()
    return (time.perf_counter() - begun) * 1000


def measured(build: Callable[[Path], FastAPI], folder: Path, rounds: int) -> dict[str, float]:
    """Return the medians of some openings of a page."""
    from playwright.sync_api import sync_playwright

    with listening(build(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        opened(browser, address)  # the first one also warms the server
        runs = [opened(browser, address) for _ in range(rounds)]
        browser.close()
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def main() -> None:
    """Print the two pages side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="An index of the sample articles (`onrecord demo`).")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    pages = {
        "On Record": measured(ours, given.index, given.rounds),
        "plain": measured(plain, given.index, given.rounds),
    }
    print("| | On Record | plain gr.ChatInterface |\n|---|---|---|")
    for name, value in pages["On Record"].items():
        digits = 3 if name == "layout shift" else 0
        print(f"| {name} | {value:.{digits}f} | {pages['plain'][name]:.{digits}f} |")


if __name__ == "__main__":
    main()

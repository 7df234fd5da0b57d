"""REST: the same questions over HTTP, with the JSON shapes of `docs/design.md`.

Every fault is answered with `{"detail": sentence}`. Knows nothing of the page.
"""

from fastapi import FastAPI

from ui.adding import Adding
from ui.asker import AskerProtocol
from ui.kept import Kept
from ui.routes import adding as adding_routes
from ui.routes import answers, articles, health, people, questions, timeline, wording


def add_routes(app: FastAPI, asker: AskerProtocol, kept: Kept, adding: Adding) -> None:
    """Adds the API to an app; `kept` are the answers given lately, which the page shares."""
    for routes in (
        questions.routes(asker, kept),
        answers.routes(asker, kept),
        people.routes(asker),
        adding_routes.routes(asker, adding),
        timeline.routes(asker),
        articles.routes(asker),
        wording.routes(),
        health.routes(asker),
    ):
        app.include_router(routes)

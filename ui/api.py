"""REST: the same questions over HTTP, with the JSON shapes of `docs/design.md`.

Every fault is answered with `{"detail": sentence}`. Knows nothing of the page.
"""

from fastapi import FastAPI

from ui.access.identity import Asking
from ui.adding import Adding
from ui.asker import AskerProtocol
from ui.kept import Kept
from ui.routes import adding as adding_routes
from ui.routes import answers, articles, health, people, questions, timeline, wording


def add_routes(app: FastAPI, asker: AskerProtocol, asking: Asking, kept: Kept, adding: Adding) -> None:
    """Adds the API to an app, as `/api/v1` and, for whoever wants the newest, as `/api`.

    Nothing but the health checks is given the asker that sees every article. `kept` are the answers given lately,
    which the page shares.
    """
    for routes in (
        questions.routes(asking, kept),
        answers.routes(asking, kept),
        people.routes(asking),
        adding_routes.routes(asking, adding),
        timeline.routes(asking),
        articles.routes(asking),
        wording.routes(),
        health.routes(asker),
    ):
        app.include_router(routes, prefix="/api/v1")
        app.include_router(routes, prefix="/api", include_in_schema=False)

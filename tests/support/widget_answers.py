"""What servers send to the widget: an answer in its events, and the tokens of a portal."""

import base64
import json
import time
from typing import Any

from starlette.responses import JSONResponse

from tests.support.hosting import event, whole

FIRST: dict[str, Any] = {"text": "“Größe ⛴️ zählt,” said Ann Lee.", "citations": [1]}
SECOND: dict[str, Any] = {"text": "It rained.", "citations": [2]}


def cited(n: int, **more: Any) -> dict[str, Any]:
    """One citation of an answer."""
    shape = {"n": n, "article_id": f"a{n}", "title": f"Title {n}", "publisher": "Post", "published": "2024-03-10"}
    return (
        shape | {"speaker": None, "probable_speaker": None, "status": "verbatim", "link": f"#cite-a{n}-0-5-00"} | more
    )


ONE, TWO = cited(1, speaker="Ann Lee"), cited(2)
ANSWER = (event("sentence", **FIRST), event("citation", **ONE), whole(FIRST, citations=(ONE,)))


def token(number: int, seconds: int = 600) -> JSONResponse:
    """What the portal's server answers; its end is all that the widget reads of it."""
    now = int(time.time())
    claims = {"sub": f"reader-{number}-ü", "iat": now, "exp": now + seconds}
    body = base64.urlsafe_b64encode(json.dumps(claims, ensure_ascii=False).encode()).decode().rstrip("=")
    return JSONResponse({"token": f"head.{body}.sign{number}"})

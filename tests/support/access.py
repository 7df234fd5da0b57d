"""One article in each of three collections, and the titles that a client is shown of them."""

from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient

from tests.support.newsroom import BRIDGE, FERRY, HOSTILE

PUBLIC, PRESS, DRAFTS = (
    replace(article, collection=name) for article, name in ((FERRY, "public"), (BRIDGE, "press"), (HOSTILE, "drafts"))
)
OUTSIDE = ("203.0.113.9", 4711)
"""The address of a client that is neither this machine nor a proxy."""


def titles(client: TestClient, headers: Any = None) -> set[str]:
    """The titles of the articles that are listed for a client."""
    answered = client.get("/api/articles", headers=headers)
    assert answered.status_code == 200, answered.text
    return {article["title"] for article in answered.json()["articles"]}

"""An answer of the API is worded in the language that its request accepts."""

import pytest
from fastapi.testclient import TestClient

from tests.support.fake_engine import NOT_ANSWERED, FakeEngine
from tests.support.newsroom import ARTICLES, EXAMPLES
from tests.support.serving import api_over
from ui.render.wording import Wording


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en", "en"), ("de", "de"), ("de-AT,en;q=0.5", "de"), ("fr", "en"), ("fr,de;q=0.4", "de")],
)
def test_a_refusal_is_in_the_language_that_is_accepted(accepted: str, language: str) -> None:
    client = TestClient(api_over(FakeEngine(ARTICLES, EXAMPLES)))
    answered = client.post(
        "/api/v1/ask", json={"question": "Who owns the bakery?"}, headers={"Accept-Language": accepted}
    )
    assert answered.json()["reason"] == Wording(language).refusal(NOT_ANSWERED)

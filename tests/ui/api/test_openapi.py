"""The API does what its OpenAPI document says, and refuses what that does not allow: tried with Schemathesis.

All of its checks are on: for data at the bounds, for what is made up as described and as not described, and for
requests in the order of the links. The real app answers over the sample articles; once for the owner of a server, once
for whoever sends a token.
"""

import shutil
import time
from pathlib import Path

import jwt
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.schemas import BaseSchema

from index.embedding import Embedder
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.serving import api_over
from ui.access.settings import LimitRules, Settings, TokenRules
from ui.access.uploads import UploadPolicy
from ui.api.openapi import DOCUMENT

SECRET = "a secret of at least thirty-two bytes"
ENDLESS = "1000000/minute"
# No schema can tell what a PDF file must hold: a document that cannot be read is a fault, whatever its name and type.
CONFIG = """
seed = 1
generation = { max-examples = 15, deterministic = true }
[[operations]]
include-operation-id = "addDocument"
checks.positive_data_acceptance.expected-statuses = ["2xx", "403", "422"]
"""


@pytest.fixture
def engine(samples: Corpus, embedder: Embedder, tmp_path: Path) -> AnswerEngine:
    """Over articles of its own, which may be deleted."""
    shutil.copytree(samples.folder, tmp_path / "index")
    corpus = Corpus.open(tmp_path / "index", embedder)
    return AnswerEngine(corpus)


def found_in(schema: BaseSchema) -> tuple[set[str], list[str]]:
    """The operations that were asked, and what was found wrong."""
    asked, wrong = set[str](), list[str]()
    for event in from_schema(schema).execute():
        match event:
            case events.ScenarioFinished(recorder=recorder):
                asked |= {case.value.operation.label for case in recorder.cases.values()}
                failed = (check.failure_info for checks in recorder.checks.values() for check in checks)
                wrong += [
                    f"{info.failure.title}: {info.failure.message}\n{info.code_sample}" for info in failed if info
                ]
            case events.NonFatalError() | events.FatalError():
                wrong.append(str(event))
    return asked, wrong


def test_the_owner_is_answered_as_described(engine: AnswerEngine) -> None:
    app = api_over(engine, UploadPolicy(allowed=True, max_bytes=100_000))
    schema = schemathesis.openapi.from_asgi(DOCUMENT, app, config=SchemathesisConfig.from_str(CONFIG))
    asked, wrong = found_in(schema)
    assert wrong == []
    assert asked == {operation.ok().label for operation in schema.get_all_operations()}


def test_who_has_a_token_is_answered_as_described(engine: AnswerEngine, tmp_path: Path) -> None:
    """And whoever has none, or a wrong one, is not."""
    (tmp_path / "key").write_text(SECRET)
    limits = LimitRules(per_user=ENDLESS, per_address=ENDLESS)
    rules = Settings(tokens=TokenRules(keys=(tmp_path / "key",)), limits=limits)
    now = int(time.time())
    claims = {"sub": "ines", "aud": "onrecord", "iat": now, "exp": now + 3600, "collections": {"default": "administer"}}
    sent = {"Authorization": f"Bearer {jwt.encode(claims, SECRET, 'HS256')}"}
    config = SchemathesisConfig.from_str(f'headers = {{ Authorization = "{sent["Authorization"]}" }}\n{CONFIG}')
    app = api_over(engine, settings=rules)
    asked, wrong = found_in(schemathesis.openapi.from_asgi(DOCUMENT, app, config=config, headers=sent))
    assert wrong == []
    assert len(asked) > 15

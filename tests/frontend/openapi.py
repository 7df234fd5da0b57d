"""Prints what the front end's types are made of: the API's OpenAPI document, cut down to what routes answer."""

import json
from typing import Any

from fastapi.testclient import TestClient

from tests.support.fake_engine import FakeEngine
from tests.support.serving import app_over
from ui.api.openapi import DOCUMENT


def answers_only(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what a request may hold, and without faults: scripts of ours read their sentence alone."""
    paths = {
        path: {method: {"responses": _json_successes(operation)} for method, operation in operations.items()}
        for path, operations in document["paths"].items()
    }
    schemas = _reached(document["components"]["schemas"], paths)
    return {**{key: document[key] for key in ("openapi", "info")}, "paths": paths, "components": {"schemas": schemas}}


def _json_successes(operation: dict[str, Any]) -> dict[str, Any]:
    kind = "application/json"
    return {
        status: {"description": "", "content": {kind: response["content"][kind]}}
        for status, response in operation["responses"].items()
        if status.startswith("2") and kind in response.get("content", {})
    }


def _reached(schemas: dict[str, Any], paths: dict[str, Any]) -> dict[str, Any]:
    reached: set[str] = set()
    text = json.dumps(paths)
    while more := {name for name in schemas if f'"#/components/schemas/{name}"' in text} - reached:
        reached |= more
        text = json.dumps([schemas[name] for name in more])
    return {name: schemas[name] for name in sorted(reached)}


if __name__ == "__main__":
    client = TestClient(app_over(FakeEngine([])))
    print(json.dumps(answers_only(client.get(DOCUMENT).json()), indent=1, sort_keys=True))

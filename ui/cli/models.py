"""What whoever starts a server is told of its chat models."""

from collections.abc import Iterator

from qa.generation.models import ModelRouting
from ui.render.escape import as_line
from ui.render.wording import ENGLISH, Wording


def model_notices(models: ModelRouting, wording: Wording = ENGLISH) -> Iterator[str]:
    """Yield a line for each chat model: what is sent to it. Names only: an address may be a secret, a key is one."""
    for name in models.names:
        collections = _collections(models, name, wording)
        yield as_line(wording.terminal("models.sent", name=name, collections=collections))


def _collections(models: ModelRouting, name: str, wording: Wording) -> str:
    own: list[str] = []
    others: list[str] = []
    for collection, model in models.by_collection.items():
        (own if model and model.name == name else others).append(collection)
    if not models.default or models.default.name != name:
        return wording.terminal("models.these", count=len(own), names=", ".join(own))
    return wording.terminal("models.all_but", names=", ".join(others)) if others else wording.terminal("models.all")

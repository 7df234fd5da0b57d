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
    routed = {collection: model.name if model else "" for collection, model in models.by_collection.items()}
    others = [collection for collection, model in routed.items() if model != name]
    if models.default and models.default.name == name:
        if not others:
            return wording.terminal("models.all")
        return wording.terminal("models.all_but", names=", ".join(others))
    own = [collection for collection, model in routed.items() if model == name]
    return wording.terminal("models.these", count=len(own), names=", ".join(own))

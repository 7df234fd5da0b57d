"""What whoever starts a server is told of its chat models."""

from collections.abc import Iterator

from qa.generation.models import ModelRouting
from ui.render.escape import as_line


def model_notices(models: ModelRouting) -> Iterator[str]:
    """Yield a line for each chat model: what is sent to it. Names only: an address may be a secret, a key is one."""
    for name in models.names:
        yield as_line(f"{name} is sent questions, and passages of {_collections(models, name)}.")


def _collections(models: ModelRouting, name: str) -> str:
    routed = {collection: model.name if model else "" for collection, model in models.by_collection.items()}
    others = [collection for collection, model in routed.items() if model != name]
    if models.default and models.default.name == name:
        return f"all collections but {', '.join(others)}" if others else "all collections"
    own = [collection for collection, model in routed.items() if model == name]
    return f"the collection{'' if len(own) == 1 else 's'} {', '.join(own)}"

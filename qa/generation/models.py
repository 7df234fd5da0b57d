"""Chat models that write answers: which one, whose, and for which articles. Only this file of `qa/` knows langchain.

A model is named `PROVIDER:NAME` or `PROVIDER:NAME@URL`; its key comes from its provider's environment variable only.
"""

import math
import os
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import SplitResult, urlsplit

from index.errors import InputError
from qa.generation.streaming import ModelFault, ModelLimits, ModelStream, StreamChunk, is_refusal

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

__all__ = ["ChatModel", "ModelFault", "ModelLimits", "ModelRouting", "ModelStream", "open_model"]

_NONE = "none"
_USUAL = ModelLimits()
_ROUTED, _OFF = {"openai", "anthropic", "google"}, {"", "false", "0", "no"}  # as LangChain reads LANGSMITH_GATEWAY
_AZURE_VERSION = "2024-10-21"  # the last that is dated and no preview


@dataclass(frozen=True, slots=True)
class _ModelProvider:
    """How LangChain calls a provider, where its key is found, and what its class calls the settings."""

    langchain: str
    module: str
    keys: tuple[str, ...] = ()
    address: str = "base_url"
    tokens: str = "max_tokens"
    more: dict[str, Any] = field(default_factory=dict)


# We try again ourselves, before the first words only, so nobody else does: Google counts the first try as one.
_PROVIDERS = {
    "openai": _ModelProvider(
        "openai", "langchain_openai", ("OPENAI_API_KEY",), more={"max_retries": 0, "stream_chunk_timeout": None}
    ),
    "ollama": _ModelProvider("ollama", "langchain_ollama", tokens="num_predict"),
    "anthropic": _ModelProvider("anthropic", "langchain_anthropic", ("ANTHROPIC_API_KEY",), more={"max_retries": 0}),
    "google": _ModelProvider(
        "google_genai",
        "langchain_google_genai",
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        more={"max_retries": 1, "vertexai": False},
    ),
    "mistral": _ModelProvider("mistralai", "langchain_mistralai", ("MISTRAL_API_KEY",), more={"max_retries": 1}),
    "azure": _ModelProvider(
        "azure_openai",
        "langchain_openai",
        ("AZURE_OPENAI_API_KEY",),
        "azure_endpoint",
        more={"max_retries": 0, "stream_chunk_timeout": None},
    ),
}


class ChatModel:
    """An opened chat model; safe to share between threads."""

    def __init__(self, name: str, model: "BaseChatModel", limits: ModelLimits, keys: tuple[str, ...] = ()) -> None:
        """Ask `model`; `name` is what readers see, `keys` the environment variables that its key comes from."""
        self.name = name
        self._model, self._limits, self._keys = model, limits, keys

    def __repr__(self) -> str:
        return f"ChatModel({self.name!r})"

    def stream(self, system: str, user: str) -> ModelStream:
        """Return the pieces of an answer as they come, to be closed; raises `ModelFault` in place of the next piece."""
        # In a context of its own: nothing of a caller's LangChain run, neither callbacks nor tracing, goes along.
        return Context().run(self._start, [("system", system), ("human", user)])

    def _start(self, messages: list[tuple[str, str]]) -> ModelStream:
        from langsmith import tracing_context

        with tracing_context(enabled=False):  # whatever the environment says
            return ModelStream(partial(self._pieces, messages), self.name, self._limits, self._keys)

    async def _pieces(self, messages: list[tuple[str, str]]) -> AsyncGenerator[StreamChunk, None]:
        """One request; if the model takes no temperature, a second one without, and so from then on."""
        model = self._model
        try:
            async with aclosing(_read(model, messages)) as pieces:
                async for piece in pieces:
                    yield piece
        except Exception as error:
            if getattr(model, "temperature", None) is None or not is_refusal(error, "temperature"):
                raise
        else:
            return
        self._model = model.model_copy(update={"temperature": None})
        async with aclosing(_read(self._model, messages)) as pieces:
            async for piece in pieces:
                yield piece


async def _read(model: "BaseChatModel", messages: list[tuple[str, str]]) -> AsyncGenerator[StreamChunk, None]:
    async with aclosing(model.astream(messages)) as chunks:  # type: ignore[type-var]  # it is a generator
        async for chunk in chunks:
            yield StreamChunk(str(chunk.text), _finish(chunk))


def _finish(chunk: "AIMessageChunk") -> str:
    """Why the model stops, in its provider's word; empty while it goes on."""
    told = chunk.response_metadata
    reason = (told.get("incomplete_details") or {}).get("reason")
    words = (reason, *(told.get(name) for name in ("finish_reason", "stop_reason", "done_reason", "status")))
    return next((str(word) for word in words if word), "")


def open_model(spec: str, limits: ModelLimits = _USUAL) -> ChatModel:
    """Return the chat model that `PROVIDER:NAME` or `PROVIDER:NAME@URL` names; nothing is sent yet.

    Raises `InputError` for a name that cannot be read, a package that is not installed or a key that is missing.
    """
    word, _, rest = spec.strip().partition(":")
    name, url = _split(rest)
    provider = _PROVIDERS.get(word)
    if not provider:
        raise InputError(
            "A chat model is named PROVIDER:NAME or PROVIDER:NAME@URL with one of {known}, not {provider!r}.",
            "model.provider",
            known=", ".join(_PROVIDERS),
            provider=word,
        )
    if not name:
        raise InputError("The model's name is missing: write {provider}:NAME.", "model.no_name", provider=word)
    if not find_spec(provider.module):
        raise InputError(
            'Models of {provider} need a package that is not installed: pip install "onrecord[{provider}]".',
            "model.package",
            provider=word,
        )
    settings = {**provider.more, **_limited(provider, limits), **_reached(word, provider, url)}
    return ChatModel(f"{word}:{name}", _made(word, name, provider, settings), limits, provider.keys)


def _split(rest: str) -> tuple[str, str]:
    """Name and address; a name may have colons, slashes and signs of its own."""
    name, *url = re.split(r"@(?=https?\b|\w+:/)", rest, maxsplit=1)
    return name.strip(), _checked(url[0]) if url else ""


def _checked(url: str) -> str:
    """Return an address that can be used; one that cannot is never shown, since it may hold a password."""
    parts = _parts_of(url)
    if parts is None or parts.query or parts.fragment:
        raise InputError("The model's address cannot be read: write it like http://127.0.0.1:8080/v1.", "model.address")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "Leave name and password out of the model's address: settings are seen by others.", "model.password"
        )
    return url.rstrip("/")


def _parts_of(url: str) -> SplitResult | None:
    """Return the parts of an address of the web; None for any other."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        return None
    return parts if sound else None


def _limited(provider: _ModelProvider, limits: ModelLimits) -> dict[str, Any]:
    """Return the limits as the provider's class takes them, so that it gives up too; ours hold in any case."""
    seconds = math.ceil(limits.seconds)  # some take whole seconds only
    waited = {"client_kwargs": {"timeout": seconds}} if provider.langchain == "ollama" else {"timeout": seconds}
    return {provider.tokens: limits.answer_tokens, "temperature": 0, **waited}


def _reached(word: str, provider: _ModelProvider, url: str) -> dict[str, Any]:
    """Address and key. Raises `InputError` when one is missing."""
    url = _address(word, url)
    reached: dict[str, Any] = {provider.address: url} if url else {}
    if provider.keys:
        reached["api_key"] = _api_key(word, provider, url)
    if word == "openai" and not url:
        reached["store"] = False  # or OpenAI's newer interface would keep a copy for thirty days
    return reached


def _address(word: str, url: str) -> str:
    """Return the address given, or Azure's from the environment; empty for the one that the provider's class knows."""
    if word == "azure":
        return url or _azure()
    if not url and word in _ROUTED and os.environ.get("LANGSMITH_GATEWAY", "").casefold() not in _OFF:
        raise InputError(
            "Unset LANGSMITH_GATEWAY: questions and articles would go there instead of to {provider}.",
            "model.gateway",
            provider=word,
        )
    return url


def _api_key(word: str, provider: _ModelProvider, url: str) -> str:
    # A server of one's own may want none, but the libraries do.
    key = _key(provider) or (_NONE if url and word != "azure" else "")
    if not key:
        raise InputError(
            "Models of {provider} need a key: set the environment variable {variable}.",
            "model.key",
            provider=word,
            variable=provider.keys[0],
        )
    return key


def _key(provider: _ModelProvider) -> str:
    return next((key for name in provider.keys if (key := os.environ.get(name, "").strip())), "")


def _azure() -> str:
    url = os.environ.get("AZURE_OPENAI_ENDPOINT", "").strip()
    if not url:
        raise InputError("Models of azure need an address: add @URL, or set AZURE_OPENAI_ENDPOINT.", "model.azure")
    return _checked(url)


def _made(word: str, name: str, provider: _ModelProvider, settings: dict[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    if word == "azure":
        settings |= {"azure_deployment": name, "api_version": os.environ.get("OPENAI_API_VERSION") or _AZURE_VERSION}
    kind = provider.langchain
    try:
        model: BaseChatModel = init_chat_model(name, model_provider=kind, cache=False, verbose=False, **settings)
    except Exception as error:  # noqa: BLE001 - any provider's class may refuse its settings, in words that hold the key
        fault = type(error).__name__
    else:
        return model
    raise InputError(
        "{provider}:{name} cannot be opened ({fault}): check the environment variables of {provider}.",
        "model.refused",
        provider=word,
        name=name,
        fault=fault,
    )


def _set_twice(collection: str | None) -> InputError:
    if collection is None:
        return InputError("There are two models for all collections: leave one out.", "model.two")
    return InputError(
        "There are two models for collection {collection!r}: leave one out.",
        "model.two_of_one",
        collection=collection,
    )


@dataclass(frozen=True)
class ModelRouting:
    """Which chat model may read which articles."""

    default: ChatModel | None = None
    by_collection: dict[str, ChatModel | None] = field(default_factory=dict)

    @classmethod
    def parse(cls, settings: Sequence[str], limits: ModelLimits = _USUAL) -> Self:
        """`MODEL` is for all collections, `COLLECTION=MODEL` for one; the model `none` keeps articles from every model.

        Each model is opened once. Raises `InputError` as `open_model` does, or when a collection is set twice.
        """
        opened: dict[str, ChatModel | None] = {_NONE: None}
        chosen: dict[str | None, ChatModel | None] = {}
        for setting in settings:
            collection, spec = _setting(setting.strip())
            if collection in chosen:
                raise _set_twice(collection)
            if spec not in opened:
                opened[spec] = open_model(spec, limits)
            chosen[collection] = opened[spec]
        default = chosen.pop(None, None)
        return cls(default, {name: model for name, model in chosen.items() if name is not None})

    def of(self, collections: Iterable[str]) -> ChatModel | None:
        """Return the one model that articles of all these collections may go to; None when they differ or are none."""
        models = {self.by_collection.get(name, self.default) for name in collections}
        return models.pop() if len(models) == 1 else None

    @property
    def names(self) -> tuple[str, ...]:
        """The models that are in use, each once."""
        found = (self.default, *self.by_collection.values())
        return tuple(dict.fromkeys(model.name for model in found if model))


def _setting(setting: str) -> tuple[str | None, str]:
    """Return collection, or None for all, and model; a collection's name may contain "=", and so may a model's."""
    if setting == _NONE or setting.partition(":")[0] in _PROVIDERS:
        return None, setting
    named = re.fullmatch(rf"(.*?)=\s*({_NONE}|[\w-]+:.+)", setting)
    return (named[1].strip(), named[2]) if named else (None, setting)

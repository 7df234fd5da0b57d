"""The retriever in real LangChain chains and agents; the chat model alone is a fake, and quotes what it is shown."""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolCall, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.prompts import ChatPromptTemplate, PromptTemplate, format_document
from langchain_core.runnables import ConfigurableField, Runnable, RunnablePassthrough
from langchain_core.tools import BaseTool, create_retriever_tool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field, ValidationError

from index.errors import InputError
from index.records import Article, Query, Scope
from index.search.langchain import OnRecordRetriever
from index.search.search import search
from index.search.statements import resolve_people
from index.storage.corpus import Corpus
from tests.support.articles import article, put
from tests.support.paths import DOCS
from tests.support.waiting import PATIENCE

GUIDE = (DOCS / "langchain.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", GUIDE, re.DOTALL)

RESIGNED = "Who resigned from Merrow Bank?"
QUESTIONS = (RESIGNED, "What did Lavrov say about NATO?", "gas terminal", "Wer stimmt dem Gasterminal zu?", "?!", "")
REFERENCE = re.compile(r"\[(.+):(\d+)-(\d+)\]")
SHOWN = PromptTemplate.from_template("[{article_id}:{start}-{end}] {title}, {publisher}, {published}\n{page_content}")


class Reader(BaseChatModel):
    """A chat model that makes the calls it is given, and then quotes the first paragraph of the passage shown first."""

    calls: list[ToolCall] = Field(default_factory=list)
    prompts: list[list[BaseMessage]] = Field(default_factory=list)
    """Everything it was asked, in order."""
    offered: list[str] = Field(default_factory=list)
    """The tools it was last told of."""

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.prompts.append(messages)
        self.offered[:] = [tool["function"]["name"] for tool in kwargs.get("tools", [])]
        called = sum(isinstance(message, ToolMessage) for message in messages)
        if self.offered and called < len(self.calls):
            assert self.calls[called]["name"] in self.offered
            answer = AIMessage("", tool_calls=[self.calls[called]])
        else:
            answer = AIMessage(self._quoted("\n".join(message.text for message in messages)))
        return ChatResult(generations=[ChatGeneration(message=answer)])

    @staticmethod
    def _quoted(read: str) -> str:
        passage = re.search(rf"^({REFERENCE.pattern}) .*\n(.+)", read, re.MULTILINE)
        return f"{passage[5]} {passage[1]}" if passage else "The articles do not say."

    @property
    def _llm_type(self) -> str:
        return "reader"


@pytest.fixture(scope="module")
def retriever(samples: Corpus) -> OnRecordRetriever:
    return opened(samples)


@pytest.fixture(scope="module")
def mixed(samples: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The sample articles, and one of another collection."""
    corpus = Corpus.open(tmp_path_factory.mktemp("mixed"), samples.embedder)
    words = "“We lost to NATO’s terminal,” said Marit Solheim."
    put(corpus, *samples.store.articles(), article("sport", words, publisher="Norvik Courier", collection="sport"))
    return corpus


def opened(samples: Corpus) -> OnRecordRetriever:
    """The index of the sample articles opened anew, with the model that is loaded already."""
    retriever = OnRecordRetriever.open(str(samples.folder), k=3)
    return retriever.model_copy(update={"corpus": Corpus.open(samples.folder, samples.embedder)})


def shown(documents: list[Document]) -> str:
    return "\n\n".join(format_document(document, SHOWN) for document in documents)


def call(name: str, **args: str) -> ToolCall:
    return ToolCall(name=name, args=args, id=f"call-{name}", type="tool_call")


def stands(corpus: Corpus, document: Document) -> Article:
    """The stored article of a document, after every place that its metadata names was looked up in it."""
    cited = document.metadata
    stored = corpus.store.article(cited["article_id"])
    assert stored is not None
    start, end = cited["start"], cited["end"]
    assert document.id == f"{stored.id}:{start}-{end}"
    assert document.page_content == stored.text[start:end]
    assert cited["content_hash"] == stored.content_hash
    sentences = [(s["start"], s["end"]) for s in cited["sentences"]]
    assert sentences == [(s.start, s.end) for s in corpus.store.sentences(stored.id) if start <= s.start < end]
    assert (sentences[0][0], sentences[-1][1]) == (start, end)
    assert {name for s in cited["sentences"] for name in s["speakers"]} == set(cited["speakers"])
    assert json.loads(json.dumps(cited)) == cited
    return stored


def cited_article(corpus: Corpus, answer: str) -> Article:
    """The article whose words an answer quotes, at the reference behind them."""
    quote, reference = answer.rsplit(" [", 1)
    article_id, start, end = REFERENCE.fullmatch(f"[{reference}").groups()  # type: ignore[union-attr]
    stored = corpus.store.article(article_id)
    assert stored is not None
    assert stored.text[int(start) : int(end)].startswith(quote)
    return stored


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_document_is_the_stored_text_to_the_letter(samples: Corpus, question: str) -> None:
    whole = OnRecordRetriever(corpus=samples, k=50)
    for one in (whole, whole.said_by("Marit Solheim")):
        documents = one.invoke(question)
        assert len({document.id for document in documents}) == len(documents) <= 50
        scores = [document.metadata["score"] for document in documents]
        assert one.scope.person or scores == sorted(scores, reverse=True)
        for document in documents:
            stands(samples, document)


def test_metadata_says_where_by_whom_and_when(samples: Corpus, retriever: OnRecordRetriever) -> None:
    document = next(d for d in retriever.invoke(RESIGNED) if d.page_content.count("Philippa Renshaw resigned"))
    assert stands(samples, document).title == "Merrow Bank chief quits as breach count passes 1.1 million"
    kept = {name: document.metadata[name] for name in ("title", "publisher", "author", "published", "collection")}
    assert kept == {
        "title": "Merrow Bank chief quits as breach count passes 1.1 million",
        "publisher": "Meridian Wire",
        "author": "Tessa Okafor",
        "published": "2025-04-09",
        "collection": "default",
    }
    assert document.metadata["url"] == "https://meridianwire.example/finance/2025-04-09/merrow-chief-quits"
    assert document.id == "2025-04-09-merrow-bank-chief-quits:0-325"


def test_what_an_article_does_not_say_of_itself_is_empty(make_corpus: Callable[..., Corpus]) -> None:
    corpus = make_corpus(article("bare", "Gulls ate the mayor’s {lunch} on the pier."))
    (document,) = OnRecordRetriever(corpus=corpus).invoke("gulls")
    assert document.metadata == {
        "article_id": "bare",
        "content_hash": "",
        "start": 0,
        "end": 42,
        "sentences": [{"start": 0, "end": 42, "speakers": []}],
        "speakers": [],
        "title": "",
        "publisher": "",
        "author": "",
        "published": "",
        "url": "",
        "collection": "default",
        "score": document.metadata["score"],
    } | {"content_hash": stands(corpus, document).content_hash}
    assert shown([document]) == "[bare:0-42] , , \nGulls ate the mayor’s {lunch} on the pier."


def test_documents_and_their_ids_are_the_same_in_every_search_and_opening(samples: Corpus) -> None:
    one, other = opened(samples), opened(samples)
    for question in QUESTIONS:
        assert one.invoke(question) == one.invoke(question) == other.invoke(question)


def test_what_a_person_says_comes_alone_and_on_the_topic_first(retriever: OnRecordRetriever) -> None:
    statements = retriever.said_by("lavrov").invoke("NATO")
    assert [document.metadata["speakers"][0] for document in statements] == ["Sergei Lavrov"] * 3
    assert all("NATO" in document.page_content for document in statements)
    both = OnRecordRetriever(corpus=retriever.corpus, k=50).said_by("Voss").invoke("guarantee")
    assert {document.metadata["speakers"][0] for document in both} == {"Petra Voss", "Daniel Voss"}
    misspelt = retriever.said_by("Etienne Castelane").invoke("the price")
    named = {document.metadata["speakers"][0] for document in misspelt}
    assert named == {"Étienne Castellane", "Etienne Castellane"}  # as the articles spell him
    assert retriever.said_by("Zora Quillfeather").invoke("NATO") == []
    assert retriever.said_by("Zora Quillfeather").invoke("") == []
    assert retriever.scope == Scope()


def test_who_was_asked_for_comes_first_and_speaks_in_every_sentence(samples: Corpus) -> None:
    people = list(samples.people())
    assert len(people) > 50
    for person in people:
        names = {name for one in resolve_people(samples, person.name) for name in one.names}
        documents = OnRecordRetriever(corpus=samples, scope=Scope(person=person.name)).invoke("")
        for document in documents:
            name = document.metadata["speakers"][0]
            assert name in names
            assert all(name in sentence["speakers"] for sentence in document.metadata["sentences"])
        assert bool(documents) == bool(names)


SCOPES = (
    Scope(publishers=("Norvik Courier",)),
    Scope(publishers=("Norvik Courier", "Meridian Wire"), since=date(2025, 4, 9)),
    Scope(collections=("sport",)),
    Scope(collections=("sport", "default"), until=date(2022, 4, 1)),
    Scope(since=date(2025, 10, 9), until=date(2025, 10, 10)),
)


@pytest.mark.parametrize("scope", SCOPES)
def test_nothing_outside_of_a_scope_is_found(mixed: Corpus, scope: Scope) -> None:
    allowed = mixed.store.article_ids(Query("", scope=scope))
    assert 0 < len(allowed) < 25
    limited = OnRecordRetriever(corpus=mixed, k=500, scope=scope)
    for question in QUESTIONS:
        assert {document.metadata["article_id"] for document in limited.invoke(question)} == allowed
    spoken = {d.metadata["article_id"] for d in limited.said_by("Solheim").invoke("")}
    everywhere = OnRecordRetriever(corpus=mixed, k=500).said_by("Solheim").invoke("")
    assert spoken == {d.metadata["article_id"] for d in everywhere} & allowed


def test_a_scope_goes_along_with_one_request(retriever: OnRecordRetriever) -> None:
    scoped = retriever.configurable_fields(scope=ConfigurableField(id="scope"), k=ConfigurableField(id="k"))
    only = {"configurable": {"scope": {"publishers": ["Ledger & Mail"], "until": "2025-12-31"}, "k": 2}}
    assert [d.metadata["publisher"] for d in scoped.invoke("gas terminal", config=only)] == ["Ledger & Mail"] * 2
    assert scoped.invoke("gas terminal") == retriever.invoke("gas terminal")


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"k": 0}, ("k",)),
        ({"K": 5}, ("K",)),
        ({"scope": Scope(publishers="Norvik Courier")}, ("scope", "publishers")),  # type: ignore[arg-type]
        ({"scope": {"publisher": ["Norvik Courier"]}}, ("scope", "publisher")),
        ({"corpus": "index"}, ("corpus",)),
    ],
)
def test_settings_that_would_search_elsewhere_are_refused(
    samples: Corpus, settings: dict[str, Any], place: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        OnRecordRetriever(**{"corpus": samples, **settings})
    assert [error["loc"] for error in refused.value.errors()] == [place]


def test_days_of_a_scope_may_be_written(samples: Corpus) -> None:
    written = OnRecordRetriever(corpus=samples, scope=Scope(since="2025-10-09"))  # type: ignore[arg-type]
    assert written.scope == Scope(since=date(2025, 10, 9))


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_without_an_index_it_says_so_and_makes_none(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    place = tmp_path / folder
    with pytest.raises(InputError) as refused:
        OnRecordRetriever.open(place)
    sentence = f"There is no index in {place}: add articles to it first."
    assert str(refused.value) == sentence
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_an_empty_index_has_no_documents(make_corpus: Callable[..., Corpus]) -> None:
    empty = OnRecordRetriever(corpus=make_corpus())
    assert (empty.invoke("NATO"), empty.said_by("Lavrov").invoke("NATO")) == ([], [])


def test_an_article_added_later_is_found_and_an_old_citation_of_a_changed_one_is_told(
    make_corpus: Callable[..., Corpus],
) -> None:
    corpus = make_corpus(article("gulls", "Gulls ate the mayor’s lunch."))
    retriever = OnRecordRetriever(corpus=corpus, k=1)
    (before,) = retriever.invoke("Who ate the lunch?")
    put(corpus, article("gulls", "Crows ate the mayor’s lunch."))
    (after,) = retriever.invoke("Who ate the lunch?")
    assert (before.id, after.id) == ("gulls:0-28", "gulls:0-28")
    assert after.page_content == "Crows ate the mayor’s lunch."
    assert before.metadata["content_hash"] != stands(corpus, after).content_hash


def test_many_at_once_and_asynchronously_is_the_same_as_one_by_one(retriever: OnRecordRetriever) -> None:
    many = QUESTIONS * 4
    expected = [retriever.invoke(question) for question in many]
    assert retriever.batch(list(many), config={"max_concurrency": 4}) == expected

    async def each() -> list[list[Document]]:
        return list(await asyncio.gather(*(retriever.ainvoke(question) for question in many)))

    assert asyncio.run(each()) == expected
    assert asyncio.run(retriever.abatch(list(many))) == expected
    assert asyncio.run(retriever.said_by("Lavrov").ainvoke("NATO")) == retriever.said_by("Lavrov").invoke("NATO")


def test_one_opened_in_a_thread_works_in_another(samples: Corpus) -> None:
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        retriever = one.submit(opened, samples).result()
        assert other.submit(retriever.invoke, RESIGNED).result() == retriever.invoke(RESIGNED)


def test_the_event_loop_goes_on_while_it_searches(
    retriever: OnRecordRetriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = retriever.invoke(RESIGNED)

    async def ask() -> list[Document]:
        loop, searching, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

        def halted(corpus: Corpus, query: Query, k: int) -> Any:
            loop.call_soon_threadsafe(searching.set)
            assert go_on.wait(PATIENCE), "the event loop stood still"
            return search(corpus, query, k)

        monkeypatch.setattr("index.search.langchain.search", halted)
        asked = asyncio.ensure_future(retriever.ainvoke(RESIGNED))
        await searching.wait()
        go_on.set()
        return await asked

    assert asyncio.run(ask()) == expected


def test_a_chain_answers_with_a_quote_that_stands_in_its_article(samples: Corpus, retriever: OnRecordRetriever) -> None:
    reader = Reader()
    prompt = ChatPromptTemplate.from_messages([("system", "Quote from:\n\n{passages}"), ("human", "{question}")])
    chain = {"passages": retriever | shown, "question": RunnablePassthrough()} | prompt | reader | StrOutputParser()
    answer = chain.invoke(RESIGNED)
    documents = retriever.invoke(RESIGNED)
    ((system, human),) = reader.prompts
    assert system.text == "Quote from:\n\n" + shown(documents)
    assert [text in system.text for text in (document.page_content for document in documents)] == [True] * 3
    assert human.text == RESIGNED
    assert answer.startswith("NORVIK, April 9 (Meridian Wire) - Philippa Renshaw resigned as chief executive of Merrow")
    assert cited_article(samples, answer).id == "2025-04-09-merrow-bank-chief-quits"
    assert asyncio.run(chain.ainvoke(RESIGNED)) == answer
    assert "".join(chain.stream(RESIGNED)) == answer
    assert chain.batch([RESIGNED, "gas terminal"])[0] == answer


@pytest.fixture
def tool(retriever: OnRecordRetriever) -> BaseTool:
    return create_retriever_tool(
        retriever,
        "search_articles",
        "Search the news articles.",
        document_prompt=SHOWN,
        response_format="content_and_artifact",
    )


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_agent_searches_and_cites(
    samples: Corpus, retriever: OnRecordRetriever, tool: BaseTool, asynchronous: bool
) -> None:
    reader = Reader(calls=[call("search_articles", query="Merrow Bank resignation")])
    agent = create_agent(reader, [tool], system_prompt="Cite.")
    asked: Any = {"messages": [("human", RESIGNED)]}
    state = asyncio.run(agent.ainvoke(asked)) if asynchronous else agent.invoke(asked)
    human, calling, told, answer = state["messages"]
    assert (human.text, reader.offered) == (RESIGNED, ["search_articles"])
    assert (told.tool_call_id, told.name, told.status) == (calling.tool_calls[0]["id"], "search_articles", "success")
    found = retriever.invoke("Merrow Bank resignation")
    assert (told.text, told.artifact) == (shown(found), found)
    assert "Philippa Renshaw resigned as chief executive of Merrow Bank on Wednesday" in told.text
    assert {stands(samples, document).id for document in told.artifact} >= {"2025-04-09-merrow-bank-chief-quits"}
    assert cited_article(samples, answer.text).id == "2025-04-09-merrow-bank-chief-quits"
    assert [message.text for message in reader.prompts[-1]] == ["Cite.", RESIGNED, "", told.text]


def test_an_agent_that_finds_nothing_has_nothing_to_cite(samples: Corpus) -> None:
    nowhere = OnRecordRetriever(corpus=samples, scope=Scope(publishers=("Nobody’s Paper",)))
    tool = create_retriever_tool(nowhere, "search_articles", "Search.", document_prompt=SHOWN)
    reader = Reader(calls=[call("search_articles", query="NATO")])
    messages = create_agent(reader, [tool]).invoke({"messages": [("human", "NATO?")]})["messages"]
    assert [message.text for message in messages[2:]] == ["", "The articles do not say."]


@pytest.fixture(scope="module")
def guide(samples: Corpus) -> dict[str, Any]:
    """What is left of the guide's examples after they ran, one after the other, and what each printed."""
    reader = Reader(calls=[call("find_statements", person="Lavrov", topic="NATO")])
    printed: list[list[str]] = []
    space: dict[str, Any] = {"__name__": "guide", "folder": samples.folder, "model": reader, "printed": printed}
    space["print"] = lambda *values: printed[-1].append(" ".join(map(str, values)) + "\n")
    for code, _ in EXAMPLES:
        printed.append([])
        exec(compile(code, "docs/langchain.md", "exec"), space)
    return space


def test_the_guides_examples_print_what_it_says(guide: dict[str, Any]) -> None:
    assert len(EXAMPLES) == 8
    assert ["".join(lines) for lines in guide["printed"]] == [output for _, output in EXAMPLES]


def test_the_guides_chain_and_agent_cite(samples: Corpus, guide: dict[str, Any]) -> None:
    assert cited_article(samples, guide["answer"]).id == "2025-04-09-merrow-bank-chief-quits"
    assert guide["model"].offered == ["search_articles", "find_statements"]
    assert [stands(samples, document).publisher for document in guide["found"]]
    assert guide["messages"][2].artifact == guide["found"] == guide["retriever"].said_by("Lavrov").invoke("NATO")
    assert cited_article(samples, guide["messages"][-1].text).id.startswith("2022-0")
    assert guide["find_statements"].invoke({"person": "Zora Quillfeather", "topic": "NATO"}) == (
        "Zora Quillfeather says nothing on NATO."
    )


def test_the_guides_check_finds_quotes_and_nothing_else(samples: Corpus, guide: dict[str, Any]) -> None:
    place = guide["place"]
    document = guide["retriever"].invoke(RESIGNED)[0]
    cited = document.metadata
    for sentence in cited["sentences"]:
        quote = samples.store.article(cited["article_id"]).text[sentence["start"] : sentence["end"]]
        assert place(quote, document) == (sentence["start"], sentence["end"])
        assert place(quote + "!", document) is None
    assert place("", document) is None
    assert place(document.page_content, document) == (cited["start"], cited["end"])
    for changed in ({"content_hash": "0" * 64}, {"article_id": "gone"}):
        assert place(document.page_content, document.model_copy(update={"metadata": {**cited, **changed}})) is None


def test_the_guide_names_every_piece_of_metadata(retriever: OnRecordRetriever) -> None:
    table = re.findall(r"^\| (`.+?) \|", GUIDE, re.MULTILINE)
    named = [name for row in table for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(retriever.invoke(RESIGNED)[0].metadata)

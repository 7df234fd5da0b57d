"""Whoever may read some collections cannot tell that there are others: not by any route, not by any request.

The oracle is a second server over an index that holds only what the reader may see, and never held more. Random users
with random rights send random requests to both, and every answer must be the same: status, headers that tell of
content, and body to the letter. What a right allows to change is checked against a plain list of the articles.
"""

import json
import os
import random
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from index.embedding import Embedder
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support import universe
from tests.support.articles import put
from tests.support.serving import api_over
from ui.access.settings import LimitRules, Settings, TokenRules

REQUESTS = int(os.environ.get("ONRECORD_RIGHTS_REQUESTS", "600"))
"""Sent to each server; `make rights` sends 12,000."""
_SEED = int(os.environ.get("ONRECORD_RIGHTS_SEED", "20261126"))
_USERS, _ARTICLES = 25, 60
_RIGHTS = ("read", "add", "administer")
_UNLIMITED = LimitRules(per_user="1000000/second", per_address="1000000/second")
_FLOAT = re.compile(r"\d+\.\d{4,}")
_RANDOM = re.compile(r'"(answer_id|id|created)": ?("[\w-]+"|\d+)')


@dataclass
class Server:
    """On Record over one index."""

    corpus: Corpus
    client: TestClient
    answers: dict[str, str] = field(default_factory=dict)
    """The name under which an answer is remembered, and its id here."""


@dataclass(frozen=True)
class User:
    """Somebody with rights in some collections."""

    name: str
    rights: tuple[tuple[str, str], ...]

    @property
    def readable(self) -> frozenset[str]:
        return frozenset(collection for collection, _ in self.rights)

    def may(self, right: str, collection: str) -> bool:
        return any(c == collection and _RIGHTS.index(r) >= _RIGHTS.index(right) for c, r in self.rights)


class World:
    """The whole index, and for each set of collections an index of these alone, made when it is needed."""

    def __init__(self, folder: Path, embedder: Embedder, stack: ExitStack) -> None:
        self._folder, self._open = folder, stack
        self._key = secrets.token_bytes(48)
        (folder / "portal.key").write_bytes(self._key)
        whole = Corpus.open(folder / "whole", embedder)
        assert not put(whole, *universe.articles(_SEED, _ARTICLES)).failures
        self.whole = self._served(whole)
        self._parts: dict[frozenset[str], Server] = {}
        self._level: set[frozenset[str]] = set()

    def _served(self, corpus: Corpus) -> Server:
        rules = Settings(tokens=TokenRules(keys=(self._folder / "portal.key",)), limits=_UNLIMITED)
        client = TestClient(api_over(AnswerEngine(corpus), settings=rules))
        return Server(corpus, self._open.enter_context(client))

    def part(self, readable: frozenset[str]) -> Server:
        """The server over the articles of these collections."""
        if readable not in self._parts:
            corpus = Corpus.open(self._folder / f"part{len(self._parts)}", self.whole.corpus.embedder)
            assert corpus.synced_vectors.dimension == self.whole.corpus.synced_vectors.dimension
            self._parts[readable] = self._served(corpus)
        if readable not in self._level:
            universe.level(self._parts[readable].corpus, self.whole.corpus, readable)
            self._level.add(readable)
        return self._parts[readable]

    def changed(self) -> None:
        """The parts have to be brought level with the whole."""
        self._level.clear()

    def signed(self, user: User) -> dict[str, str]:
        """The headers of a request that this user sends."""
        now = int(time.time())
        claims = {"sub": user.name, "aud": "onrecord", "iat": now, "exp": now + 600, "collections": dict(user.rights)}
        return {"Authorization": f"Bearer {jwt.encode(claims, self._key, 'HS256')}"}

    @property
    def articles(self) -> dict[str, str]:
        """Id and collection of every article."""
        return {article.id: article.collection for article in self.whole.corpus.store.articles()}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(tmp_path_factory.mktemp("rights"), remembering(), stack)


def remembering() -> Embedder:
    """The real model, which does not read the same text twice."""
    embedder = Embedder()
    for name in ("embed_queries", "embed_tokens"):
        read = getattr(embedder, name)
        kept = lru_cache(maxsize=100_000)(lambda texts, read=read: read(list(texts)))
        setattr(embedder, name, lambda texts, kept=kept: kept(tuple(texts)))
    return embedder


@dataclass(frozen=True)
class Sent:
    """A request, as it is sent to both servers; `made` makes it for one of them."""

    method: str
    path: str
    more: Callable[[Server], dict[str, Any]]
    remember: str = ""

    def to(self, server: Server, headers: dict[str, str]) -> Response:
        path = re.sub(r"ANSWER-(\w+)", lambda found: server.answers.get(found[1], "x" * 16), self.path)
        more = self.more(server)
        return server.client.request(self.method, path, headers=headers | more.pop("headers", {}), **more)


def told(answered: Response) -> tuple[int, str, str]:
    """What an answer tells: all but ids that are drawn at random, and the last digits of scores."""
    text = _FLOAT.sub(lambda found: f"{float(found[0]):.4f}", answered.text)
    return answered.status_code, answered.headers.get("content-type", ""), _RANDOM.sub(r'"\1":"…"', text)


def requests_of(drawn: random.Random, world: World, user: User, name: str, earlier: list[str]) -> Sent:
    """One request, drawn at random: any route, with what is there, what is not, and what may not be seen."""
    question, person, code = _question(drawn), drawn.choice(universe.PEOPLE), drawn.choice([*universe.CODES.values()])
    some_article = drawn.choice([*world.articles, "no-such-article"])
    scope = _scope(drawn)
    flat = {"collection": scope.get("collections", []), "publisher": scope.get("publishers", [])}
    history = [_question(drawn) for _ in range(drawn.choice((0, 0, 1)))]
    asked = {"question": question, "history": history, "scope": scope}
    page = {"limit": drawn.choice((1, 5, 50)), "offset": drawn.choice((0, 0, 3))}
    answer = f"/api/v1/answers/ANSWER-{drawn.choice(earlier)}" if earlier else "/api/v1/answers/none"
    written = drawn.choice(("json", "text", "markdown", "html", "bibtex", "ris"))
    stretch = {"start": drawn.randrange(100), "end": drawn.randrange(300), "hash": drawn.choice(("", "abc-def"))}
    rpc = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    tool, arguments = drawn.choice(
        (
            ("ask", {"question": question}),
            ("search", {"question": question, "k": 5}),
            ("get_article", {"id": some_article}),
        )
    )
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
    messages = [{"role": "user", "content": text} for text in (*history, question)]

    def get(path: str, **query: Any) -> Sent:
        return Sent("GET", path, lambda _: {"params": query})

    def post(path: str, body: Any, remember: str = "", **headers: str) -> Sent:
        return Sent("POST", path, lambda _: {"json": body, "headers": dict(headers)}, remember)

    return drawn.choice(
        (
            *[post("/api/v1/ask", asked, remember=name)] * 3,
            post("/api/v1/ask", asked | {"stream": True}),
            post("/api/ask", {"question": f"What is {code}?"}, remember=name),
            *[post("/api/v1/search", {"question": question, "k": drawn.choice((1, 5, 100)), "scope": scope})] * 2,
            post("/api/v1/search", {"question": code}),
            get("/api/v1/articles", **page, **flat, q=drawn.choice(("", "", "ferry", code, "the"))),
            get("/api/v1/articles", id=some_article, **stretch),
            get(f"/api/v1/articles/{some_article}"),
            get("/api/v1/people", **page, q=drawn.choice(("", person.split()[0])), nouns=drawn.choice((True, False))),
            get("/api/v1/people", name=drawn.choice((person, person.split()[1])), exact=drawn.choice((True, False))),
            get(f"/api/v1/people/{person}"),
            get("/api/v1/timeline", name=person, topic=drawn.choice(("", *universe.TOPICS)), **flat),
            get("/api/v1/statements", person=person, **page, **flat),
            get("/api/v1/statements", article=some_article, **page),
            get("/api/v1/collections"),
            get("/api/v1/me"),
            get("/api/v1/examples"),
            get("/api/v1/page"),
            get("/metrics"),
            get("/api/v1/health/ready"),
            *[get(answer)] * 2,
            *[get(f"{answer}/beside")] * 2,
            get(answer, format=written),
            Sent("POST", "/mcp", lambda _: {"json": call, "headers": rpc}),
            post("/v1/chat/completions", {"model": "on-record", "messages": messages}),
            post("/v1/chat/completions", {"model": "on-record", "messages": messages, "stream": True}),
        )
    )


def _question(drawn: random.Random) -> str:
    person, other = drawn.sample(universe.PEOPLE, 2)
    topic, code = drawn.choice(universe.TOPICS), drawn.choice([*universe.CODES.values()])
    return drawn.choice(
        (
            f"What did {person} say about the {topic}?",
            f"What did {person.split()[1]} say?",
            f"Who spoke about the {topic}?",
            f"How has {person}’s position on the {topic} changed?",
            f"Where do {person} and {other} disagree on the {topic}?",
            f"What did {person} say about {code}?",
            f"Who was paid by {code}?",
            f"When did the {topic} open?",
            f"How did the council in {code} vote on the {topic}?",
            f"What did {person} say about the {topic} in March 2024?",
            "And what did she say about that?",
            "In which paper?",
        )
    )


def _scope(drawn: random.Random) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    if drawn.random() < 0.2:
        chosen["collections"] = drawn.sample([*universe.COLLECTIONS, "none"], drawn.randint(1, 2))
    if drawn.random() < 0.1:
        chosen["publishers"] = [drawn.choice(("The Tidewater Post", *universe.CODES.values()))]
    return chosen


def users(drawn: random.Random) -> list[User]:
    """Some users, each with rights in none, some or all of the collections."""
    return [
        User(
            f"user{n}",
            tuple(
                (collection, drawn.choice(_RIGHTS))
                for collection in drawn.sample(universe.COLLECTIONS, drawn.randint(0, len(universe.COLLECTIONS)))
            ),
        )
        for n in range(_USERS)
    ]


def test_no_answer_tells_that_there_is_more_than_may_be_read(world: World) -> None:
    drawn = random.Random(_SEED)
    everybody = users(drawn)
    earlier: list[str] = []
    statuses: dict[int, int] = {}
    by_tools = 0
    for number in range(REQUESTS):
        user = drawn.choice(everybody)
        part, headers = world.part(user.readable), world.signed(user)
        sent = requests_of(drawn, world, user, f"n{number}", earlier[-20:])
        seen, alone = sent.to(world.whole, headers), sent.to(part, headers)
        assert told(seen) == told(alone), (number, user, sent.method, sent.path, sent.more(part))
        by_tools += '"structuredContent"' in seen.text
        statuses[seen.status_code] = statuses.get(seen.status_code, 0) + 1
        if sent.remember and seen.status_code == 200:
            earlier.append(sent.remember)
            for server, answered in ((world.whole, seen), (part, alone)):
                server.answers[sent.remember] = answered.json()["answer_id"]
    assert statuses[200] > REQUESTS / 2
    assert by_tools
    assert statuses.keys() <= {200, 403, 404}


def test_changes_are_made_where_the_right_is_held_and_tell_nothing_elsewhere(world: World) -> None:
    drawn = random.Random(_SEED + 1)
    everybody = users(drawn)
    done = {"added": 0, "deleted": 0, "refused": 0}
    for number in range(min(REQUESTS // 10, 300)):
        user, before = drawn.choice(everybody), world.articles
        part, headers = world.part(user.readable), world.signed(user)
        if drawn.random() < 0.6:
            sent, row, collection = _adding(drawn, number, before)
            expected = _after_adding(before, user, row, collection)
        else:
            article = drawn.choice([*before, "no-such-article"])
            sent = Sent("DELETE", "/api/v1/articles", lambda _, article=article: {"params": {"id": article}})
            gone = article in before and user.may("administer", before[article])
            expected = {key: c for key, c in before.items() if not (gone and key == article)}
        seen, alone = sent.to(world.whole, headers), sent.to(part, headers)
        assert told(seen) == told(alone), (number, user, sent.more(part))
        assert world.articles == expected, (number, user, seen.text)
        kind = "refused" if expected == before else "added" if len(expected) > len(before) else "deleted"
        done[kind] += 1
        if expected != before or seen.status_code < 300:
            world.changed()
    assert all(done.values()), done


def _adding(drawn: random.Random, number: int, before: dict[str, str]) -> tuple[Sent, dict[str, str], str]:
    """A document whose article may have the id of one that is there, in a collection that may not be the sender's."""
    collection = drawn.choice((*universe.COLLECTIONS, "new"))
    row = {"id": drawn.choice([*before, f"new{number}"]), "title": "Late", "text": f"The {number}th ferry was late."}
    if drawn.random() < 0.3:
        row["collection"] = drawn.choice(universe.COLLECTIONS)
    query = {"name": "more.jsonl", "collection": collection}
    sent = Sent("POST", "/api/v1/articles", lambda _: {"params": query, "content": json.dumps(row)})
    return sent, row, collection


def _after_adding(before: dict[str, str], user: User, row: dict[str, str], collection: str) -> dict[str, str]:
    into = row.get("collection", collection)
    if not user.may("add", collection) or not user.may("add", into):
        return before
    same = before.get(row["id"]) == into
    return before | {row["id"] if same else f"{into}/{row['id']}": into}


def test_examples_are_those_of_what_may_be_read(world: World) -> None:
    drawn = random.Random(_SEED + 2)
    for user in drawn.sample(users(drawn), 6):
        seen = AnswerEngine(world.whole.corpus).readable_by(user.readable)
        assert seen.answers.examples() == AnswerEngine(world.part(user.readable).corpus).answers.examples()

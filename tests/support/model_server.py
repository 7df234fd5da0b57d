"""A small server that speaks as the providers' servers do, and fails as they fail: what it does next is scripted."""

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from queue import SimpleQueue
from threading import Thread
from typing import Any, Literal, NamedTuple, Self

RUNAWAY = "word "


@dataclass(frozen=True)
class Turn:
    """What the server does with one request: an error status with its body, or pieces of text and an end."""

    pieces: Iterable[str] = ()
    end: Literal["finish", "hang", "drop", "fall silent"] = "finish"
    """Say why it stops; wait until the client goes; break the connection off; end politely without a reason."""
    finish: str = "stop"
    status: int = 200
    body: str = ""
    """Sent instead of pieces."""
    headers: dict[str, str] = field(default_factory=dict)


def says(*pieces: str, finish: str = "stop") -> Turn:
    return Turn(pieces, finish=finish)


def hangs(*pieces: str) -> Turn:
    return Turn(pieces, "hang")


def drops(*pieces: str) -> Turn:
    return Turn(pieces, "drop")


def falls_silent(*pieces: str) -> Turn:
    return Turn(pieces, "fall silent")


def fails(status: int, message: str = "no", **headers: str) -> Turn:
    body = json.dumps({"error": {"message": message, "type": "error", "code": None}})
    return Turn(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def sends(body: str, content_type: str = "text/event-stream") -> Turn:
    return Turn(body=body, headers={"Content-Type": content_type})


def runs_away() -> Turn:
    """Words until the client goes."""
    return Turn(repeat(RUNAWAY))


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Dialect(NamedTuple):
    """How a provider's server writes a piece and an end."""

    begin: tuple[str, ...]
    piece: Callable[[str], str]
    end: Callable[[str], str]


def _event(data: object, name: str = "") -> str:
    return (f"event: {name}\n" if name else "") + f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n"


def _openai(delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _event({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def _claude(name: str, **data: Any) -> str:
    return _event({"type": name, **data}, name)


def _gemini(text: str, **more: str) -> str:
    return _event({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "index": 0, **more}]})


def _llama(text: str, **more: Any) -> str:
    message = {"role": "assistant", "content": text}
    return (
        json.dumps({"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": False, **more})
        + "\n"
    )


_USAGE = {"input_tokens": 1, "output_tokens": 1}
_MESSAGE = {"id": "1", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": _USAGE}
DIALECTS = {
    "/chat/completions": Dialect(
        (_openai({"role": "assistant", "content": ""}),),
        lambda text: _openai({"content": text}),
        lambda finish: _openai({}, finish) + _event("[DONE]"),
    ),
    "/messages": Dialect(
        (
            _claude("message_start", message=_MESSAGE),
            _claude("content_block_start", index=0, content_block={"type": "text", "text": ""}),
        ),
        lambda text: _claude("content_block_delta", index=0, delta={"type": "text_delta", "text": text}),
        lambda finish: (
            _claude("content_block_stop", index=0)
            + _claude("message_delta", delta={"stop_reason": finish}, usage=_USAGE)
            + _claude("message_stop")
        ),
    ),
    ":streamGenerateContent": Dialect((), _gemini, lambda finish: _gemini("", finishReason=finish.upper())),
    "/api/chat": Dialect((), _llama, lambda finish: _llama("", done=True, done_reason=finish)),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "ModelServer"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.casefold(): value for name, value in self.headers.items()}
        self.server.requests.append(Request(self.path, headers, body))
        self.server.asked.put(self.path)
        try:
            self._take(self.server.turns.popleft())
        except OSError:
            self.close_connection = True
            self.server.left.put(self.path)

    def _take(self, turn: Turn) -> None:
        if turn.body:
            self._head(turn, {"Content-Length": str(len(turn.body.encode()))})
            self.wfile.write(turn.body.encode())
            return
        path = self.path.partition("?")[0]
        dialect = next(dialect for ending, dialect in DIALECTS.items() if path.endswith(ending))
        if turn.pieces or turn.end != "hang":
            self._head(turn, {"Transfer-Encoding": "chunked"})
            self._chunks((*dialect.begin,))
            self._chunks(dialect.piece(piece) for piece in turn.pieces)
        match turn.end:
            case "hang":
                while self.connection.recv(1):  # nothing more comes but the end
                    pass
                raise ConnectionResetError
            case "drop":
                self.close_connection = True
                return
            case "finish":
                self._chunks([dialect.end(turn.finish)])
        self.wfile.write(b"0\r\n\r\n")

    def _head(self, turn: Turn, more: dict[str, str]) -> None:
        self.send_response(turn.status)
        kind = "application/x-ndjson" if self.path == "/api/chat" else "text/event-stream"
        for name, value in {"Content-Type": "application/json" if turn.body else kind, **turn.headers, **more}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")  # no idle connection outlives a test
        self.end_headers()

    def _chunks(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())

    def log_message(self, *_: object) -> None:
        """Tests read `requests` instead."""


class ModelServer(ThreadingHTTPServer):
    """Answers with one turn after the other; a request without one is a mistake of the test."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *turns: Turn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.turns = deque(turns)
        self.requests: list[Request] = []
        self.asked: SimpleQueue[str] = SimpleQueue()
        """The path of each request, as it comes."""
        self.left: SimpleQueue[str] = SimpleQueue()
        """The path of each request whose client went before its end."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

"""How long readers wait for the first sentence of an answer when many ask at once.

    python -m benchmarks.load --index DIR [--clients 200] [--pause 30] [--seconds 60]

A server of its own process answers clients that hold an event stream each (`POST /api/v1/ask`, `"stream": true`), over
a new connection for every question. Questions are made of who speaks about what in the index, each asked once unless
it says otherwise. Four rounds:

alone       one client, one question after the other: what the others are compared with
newsroom    all clients, each pausing after an answer for as long as a reader might (exponential, `--pause` on average)
same        all clients ask one new question at the same instant
different   all clients ask a question of their own at the same instant

`times alone` compares the 95th percentiles. The first sentence of a refusal is its reason. The clients run on the same
processors as the server.
"""

import argparse
import asyncio
import json
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

_ALONE = 40


@dataclass(frozen=True, slots=True)
class Waited:
    """How long one client waited, in seconds; a fault has no times."""

    first: float
    whole: float
    fault: str = ""


def main() -> None:
    options = _options()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from ui.cli.main import main; main()",
        "serve",
        "--index",
        str(options.index),
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _until_ready(port)
        asyncio.run(_rounds(port, options))
    finally:
        server.terminate()
        server.wait(30)


async def _rounds(port: int, options: argparse.Namespace) -> None:
    made = list(_questions(port))
    random.Random(options.seed).shuffle(made)
    asked = iter(made)
    for question in islice(asked, 5):
        await _ask(port, question)
    alone = [await _ask(port, question) for question in islice(asked, _ALONE)]
    base = _percentile([waited.first for waited in alone], 95)
    print(
        " " * 10,
        *(f"{head:>10}" for head in ("answers", "faults", "first p50", "first p95", "whole p95", "times alone")),
    )
    _show("alone", alone, base)
    same = next(asked)
    _show("same", await asyncio.gather(*(_ask(port, same) for _ in range(options.clients))), base)
    different = list(islice(asked, options.clients))
    _show("different", await asyncio.gather(*(_ask(port, question) for question in different)), base)
    drawn = random.Random(options.seed)
    began = time.perf_counter()
    readers = (_reads(port, asked, made, drawn, began, options) for _ in range(options.clients))
    _show("newsroom", [waited for read in await asyncio.gather(*readers) for waited in read], base)


async def _reads(
    port: int, asked: Iterator[str], made: list[str], drawn: random.Random, began: float, options: argparse.Namespace
) -> list[Waited]:
    """One reader: a pause, a question, its answer, and again; when all were asked, questions come again."""
    waited: list[Waited] = []
    while True:
        await asyncio.sleep(drawn.expovariate(1 / options.pause))
        if time.perf_counter() - began > options.seconds:
            return waited
        waited.append(await _ask(port, next(asked, None) or drawn.choice(made)))


async def _ask(port: int, question: str) -> Waited:
    """One answer as an event stream; written by hand so that 200 clients cost the server's machine little."""
    body = json.dumps({"question": question, "stream": True}).encode()
    head = (
        f"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    began = time.perf_counter()
    first, seen = 0.0, b""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + body)
        while piece := await reader.read(65_536):
            seen += piece
            if not first and (b"event: sentence" in seen or b"event: done" in seen):
                first = time.perf_counter() - began
        writer.close()
    except OSError as error:
        return Waited(0, 0, str(error))
    if not seen.startswith(b"HTTP/1.1 200") or b"event: done" not in seen:
        return Waited(0, 0, seen[:60].decode("utf-8", "replace"))
    return Waited(first, time.perf_counter() - began)


def _questions(port: int) -> Iterator[str]:
    """Who speaks about what, and what each of them said at all."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/people?limit=1000") as answered:
        people: list[dict[str, Any]] = json.load(answered)["people"]
    for person in people:
        yield f"What did {person['name']} say?"
        for topic in person["topics"]:
            yield f"What did {person['name']} say about {topic}?"
            yield f"Who spoke about {topic} besides {person['name']}?"
            yield f"What happened with {topic} according to {person['name']}?"


def _until_ready(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health/ready").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def _show(name: str, waited: list[Waited], base: float) -> None:
    good = [one for one in waited if not one.fault]
    faults = [one.fault for one in waited if one.fault]
    first = [one.first for one in good] or [0.0]
    p50, p95 = _percentile(first, 50), _percentile(first, 95)
    whole = _percentile([one.whole for one in good] or [0.0], 95)
    times = f"{1000 * p50:7.0f} ms {1000 * p95:7.0f} ms {1000 * whole:7.0f} ms {p95 / base:10.1f}"
    print(f"{name:10} {len(waited):10} {len(faults):10} {times}", *faults[:1], flush=True)


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--pause", type=float, default=30.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""The command line on real files: counts, JSON shapes, exit codes, and one sentence for every fault."""

import gc
import html
import json
import os
import re
import shlex
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.embedding import Embedder
from index.storage import corpus as archive_module
from qa.generation import streaming
from qa.generation.models import ModelRouting
from tests.support.model_server import ModelServer, hangs, says
from tests.support.paths import ROOT
from tests.support.waiting import Clock
from ui.api.export import FORMATS
from ui.cli.main import main
from ui.cli.models import model_notices
from ui.cli.options import build_models

Run = Callable[..., Result]

STORY = (
    "Ferry lost off Norvik\n\n"
    "The ferry Alma sank off Norvik on Monday. Harbour master Ida Berg said the pumps had failed.\n"
)


@pytest.fixture
def run(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on an index of its own, with the model that the tests share."""
    shared = {embedder.model: embedder}
    monkeypatch.setattr(archive_module, "Embedder", lambda model: shared.get(model) or Embedder(model))

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["--index", str(tmp_path / "index"), *map(str, arguments)])

    return invoke


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "2025-03-14-ferry.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    script = (
        "import sys; from ui.cli.main import main; main(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    for command in ("add", "ask", "backup", "demo", "remove", "search", "serve", "status"):
        assert f"  {command} " in ran.stdout
    heavy = ("torch", "faiss", "gradio", "numpy", "fastapi", "langchain", "langchain_core", "tenacity")
    assert not [name for name in heavy if f"'{name}'" in ran.stdout]


def test_add_ask_remove(run: Run, ferry: Path) -> None:
    assert run("add", ferry).stdout.endswith("1 added, 0 updated, 0 unchanged, 0 skipped, 0 failed\n")
    assert run("add", ferry).stdout.endswith("0 added, 0 updated, 1 unchanged, 0 skipped, 0 failed\n")
    ferry.write_text(STORY.replace("pumps", "valves"), encoding="utf-8")
    assert run("add", ferry).stdout.endswith("0 added, 1 updated, 0 unchanged, 0 skipped, 0 failed\n")
    assert "Harbour master Ida Berg said the valves had failed. [1]" in run("ask", "Who is the harbour master?").stdout
    article_id = json.loads(run("status", "--json").stdout)["ids"][0]
    assert run("remove", article_id).stdout == "1 removed\n"
    again = run("remove", article_id)
    assert (again.exit_code, "No article has the id" in again.stderr) == (1, True)


def test_the_json_of_an_answer_has_the_promised_shape(run: Run, ferry: Path) -> None:
    run("add", ferry)
    answer = json.loads(run("ask", "Who is the harbour master?", "--json").stdout)
    assert set(answer) == {"question", "refused", "reason", "text", "sentences", "citations", "nearest"}
    citation = answer["citations"][0]
    assert set(citation) == {
        "n",
        "article_id",
        "content_hash",
        "start",
        "end",
        "quote",
        "title",
        "publisher",
        "published",
        "url",
        "link",
        "speaker",
        "probable_speaker",
        "status",
    }
    assert STORY[citation["start"] : citation["end"]] == citation["quote"] == answer["sentences"][0]["text"]
    assert (citation["published"], citation["status"]) == ("2025-03-14", "verbatim")
    assert answer["text"] == f"{citation['quote']} [1]"


def test_the_json_of_a_search_has_the_promised_shape(run: Run, ferry: Path) -> None:
    run("add", ferry)
    found = json.loads(run("search", "ferry", "--json").stdout)
    assert set(found) == {"question", "passages"}
    assert set(found["passages"][0]) == {
        "article_id",
        "title",
        "publisher",
        "published",
        "url",
        "start",
        "end",
        "text",
        "link",
        "speakers",
        "score",
    }
    assert all(STORY[p["start"] : p["end"]] == p["text"] for p in found["passages"])


def test_a_refusal_has_a_reason_no_citations_and_the_nearest_passages(run: Run, ferry: Path) -> None:
    run("add", ferry)
    answer = json.loads(run("ask", "What did Macron say about gas prices?", "--json").stdout)
    assert (answer["refused"], answer["citations"], answer["sentences"]) == (True, [], [])
    assert "Macron" in answer["reason"]
    assert answer["nearest"][0]["title"] == "Ferry lost off Norvik"


def test_batches_keep_order_and_ids(run: Run, ferry: Path, tmp_path: Path) -> None:
    run("add", ferry)
    batch = tmp_path / "questions.jsonl"
    batch.write_text(
        '{"id": "b", "question": "Who is the harbour master?", "date": "2025/03/15"}\n\n'
        '{"id": 7, "question": "Who is Macron?"}\n',
        encoding="utf-8",
    )
    rows = [json.loads(line) for line in run("ask", "--questions", batch).stdout.splitlines()]
    assert [(row["id"], row["refused"]) for row in rows] == [("b", False), (7, True)]
    assert [json.loads(line)["id"] for line in run("search", "--questions", batch, "--json").stdout.splitlines()] == [
        "b",
        7,
    ]


def test_bad_input_is_counted_named_and_never_stops_the_rest(run: Run, ferry: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    ferry.rename(folder / "good.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "lines.jsonl").write_text(
        '{"id": "1", "text": "The tram stopped. Nobody was hurt."}\n{"broken\n{"title": "no text"}\n[1]\n'
        '{"id": "1", "text": "Another text under the same id."}\n{"text": "Dated.", "date": "soon"}\n',
        encoding="utf-8",
    )
    (folder / "windows.txt").write_bytes("“Vorüber”, sagte der Kapitän – und ging.".encode("cp1252"))
    (folder / "wide.txt").write_text("Der Zug hält nicht. Niemand weiß, warum.", encoding="utf-16")
    (folder / "huge.txt").write_text("The ferry sank. " * 3_200_000)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "notes.docx").write_bytes(b"PK")
    ran = run("add", folder, tmp_path / "absent.txt", "--json")
    report = json.loads(ran.stdout)
    assert ran.exit_code == 1
    assert (report["added"], report["skipped"], report["failed"]) == (4, 1, len(report["failures"]))
    reasons = {(Path(f["path"]).name, f["line"]): f["reason"] for f in report["failures"]}
    for place, words in {
        ("absent.txt", None): "no such file or folder: check the path",
        ("empty.txt", None): "the file is empty",
        ("binary.txt", None): "binary, not text: give the article as text, HTML or PDF",
        ("broken.pdf", None): "PDF is broken",
        ("huge.txt", None): "51,200,000 characters and the limit is 10,000,000: cut it into articles",
        ("lines.jsonl", 2): "not JSON",
        ("lines.jsonl", 3): "`text` is missing",
        ("lines.jsonl", 4): "no object",
        ("lines.jsonl", 5): "the id '1' was already used",
        ("lines.jsonl", 6): "the date 'soon' cannot be read: write it as 2022-03-10",
    }.items():
        assert words in reasons.pop(place), place
    assert not reasons
    assert "Vorüber" in run("search", "Kapitän", "--json").stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_a_failure_with_its_reason(run: Run, ferry: Path) -> None:
    ferry.chmod(stat.S_IWUSR)
    assert "may not be read: give yourself read permission" in run("add", ferry).stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ask",), "Give either one question"),
        (("ask", "   "), "The question is empty"),
        (("ask", "x" * 3000), "the limit is 2,000"),
        (("ask", "--questions", "/absent.jsonl"), "cannot be read"),
        (("status",), "There is no index in"),
        (("remove", "x"), "make one with `onrecord add PATH`"),
        (("ask", "Who?", "--embedding-model", "/no/such/model"), "could not be loaded"),
    ],
)
def test_a_users_mistake_is_one_sentence_and_no_traceback(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run(*arguments)
    assert ran.exit_code == 1
    assert sentence in ran.stderr
    assert "Traceback" not in ran.output
    assert isinstance(ran.exception, SystemExit)


def test_a_port_in_use_is_said_to_be(run: Run, ferry: Path) -> None:
    run("add", ferry)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", str(taken.getsockname()[1]))
    assert ran.exit_code == 1
    assert "choose another --port" in ran.stderr


def test_an_empty_index_says_how_to_fill_it(run: Run) -> None:
    assert "Nothing is indexed yet: add articles with `onrecord add PATH`" in run("ask", "Who?").stdout


def test_a_damaged_index_names_the_file_and_the_backup_command(run: Run, ferry: Path, tmp_path: Path) -> None:
    run("add", ferry)
    assert run("backup", tmp_path / "copy.sqlite3").exit_code == 0
    assert "exists already" in run("backup", tmp_path / "copy.sqlite3").stderr
    gc.collect()  # a connection left open would write its pages back over the damage when it is closed
    for name in ("onrecord.sqlite3-wal", "onrecord.sqlite3-shm"):
        (tmp_path / "index" / name).unlink(missing_ok=True)
    (tmp_path / "index" / "onrecord.sqlite3").write_bytes(b"rubbish" * 1000)
    ran = run("ask", "Who is the harbour master?")
    assert ran.exit_code == 1
    assert "onrecord.sqlite3 is damaged" in ran.stderr
    assert "`onrecord backup FILE`" in ran.stderr
    (tmp_path / "copy.sqlite3").replace(tmp_path / "index" / "onrecord.sqlite3")
    assert "Harbour master Ida Berg said the pumps had failed. [1]" in run("ask", "Who is the harbour master?").stdout


def test_a_broken_line_of_questions_is_named(run: Run, ferry: Path, tmp_path: Path) -> None:
    run("add", ferry)
    (tmp_path / "q.jsonl").write_text('{"question": "Who is the harbour master?"}\n{"question": 3}\n', encoding="utf-8")
    ran = run("ask", "--questions", tmp_path / "q.jsonl")
    assert ran.exit_code == 1
    assert "q.jsonl:2: not a question" in ran.stderr


# Answers written by a model

PUMPS = "Harbour master Ida Berg said the pumps had failed."
HARBOUR_MASTER = "Who is the harbour master?"


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have set some."""
    for name in ("ONRECORD_MODEL", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "LANGSMITH_GATEWAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tiny(model_server: ModelServer) -> str:
    return f"openai:tiny@{model_server.url}/v1"


def test_a_model_writes_the_answer(run: Run, ferry: Path, model_server: ModelServer, tiny: str) -> None:
    run("add", ferry)
    model_server.turns.append(says(f"{PUMPS} [1] ", "It cost 4711 crowns. [1]"))
    assert run("ask", HARBOUR_MASTER, "--model", tiny, "--model-tokens", "50").stdout == (
        "1 sentence withheld: not in the articles.\n\n"
        "Written by openai:tiny · every sentence checked against the articles it cites\n\n"
        f"{PUMPS} [1]\n\n"
        "[1] Ferry lost off Norvik, 14 March 2025\n"
    )
    assert model_server.requests[0].body["max_completion_tokens"] == 50


def test_the_json_of_a_written_answer_says_who_wrote_it(
    run: Run, ferry: Path, model_server: ModelServer, tiny: str
) -> None:
    run("add", ferry)
    model_server.turns.append(says(f"{PUMPS} [1] ", "It cost 4711 crowns. [1]"))
    answer = json.loads(run("ask", HARBOUR_MASTER, "--json", "--model", tiny).stdout)
    assert (answer["model"], answer["withheld"], answer["text"]) == ("openai:tiny", 1, f"{PUMPS} [1]")
    assert answer["sentences"] == [{"text": PUMPS, "citations": [1]}]


@pytest.mark.parametrize("written", FORMATS)
def test_a_written_answer_is_given_in_every_format(
    run: Run, ferry: Path, model_server: ModelServer, tiny: str, written: str
) -> None:
    run("add", ferry)
    model_server.turns.append(says(f"{PUMPS} [1]"))
    shown = run("ask", HARBOUR_MASTER, "--format", written, "--model", tiny)
    assert (shown.exit_code, PUMPS in shown.stdout) == (0, True)
    assert ("openai:tiny" in html.unescape(shown.stdout)) == (written not in {"bibtex", "ris"})


def test_the_option_stands_before_or_after_and_wins_over_the_environment(
    run: Run, ferry: Path, model_server: ModelServer, tiny: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", ferry)
    monkeypatch.setenv("ONRECORD_MODEL", f" default={tiny}\n sport=none ")
    for arguments in (("ask", HARBOUR_MASTER), ("--model", tiny, "ask", HARBOUR_MASTER)):
        model_server.turns.append(says(f"{PUMPS} [1]"))
        assert "Written by openai:tiny" in run(*arguments).stdout
    assert "Written by" not in run("ask", HARBOUR_MASTER, "--model", "none").stdout
    assert "Written by" not in run("--model", tiny, "ask", HARBOUR_MASTER, "--model", "default=none").stdout
    assert len(model_server.requests) == 2


def test_a_model_is_waited_for_as_long_as_one_says(
    run: Run, ferry: Path, model_server: ModelServer, tiny: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", ferry)
    monkeypatch.setattr(streaming, "monotonic", Clock(looks=2))
    model_server.turns.append(hangs(PUMPS))
    shown = run("ask", HARBOUR_MASTER, "--model", tiny, "--model-seconds", "29.5").stdout
    assert "openai:tiny did not finish its answer within 29.5 seconds. These are the articles’ own words." in shown
    assert f"  {PUMPS} [1]" in shown


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (("--model", "chatgpt"), "A chat model is named PROVIDER:NAME"),
        (("--model", "openai:"), "The model's name is missing: write openai:NAME."),
        (("--model", "anthropic:c"), "set the environment variable ANTHROPIC_API_KEY."),
        (("--model", "ollama:a", "--model", "ollama:b"), "There are two models for all collections: leave one out."),
    ],
)
@pytest.mark.parametrize("command", [("ask", "Who?"), ("serve",), ("demo",)], ids=" ".join)
def test_a_model_that_cannot_be_used_is_one_sentence(
    run: Run, command: tuple[str, ...], settings: tuple[str, ...], sentence: str
) -> None:
    ran = run(*command, *settings)
    assert (ran.exit_code, sentence in ran.stderr, ran.stdout) == (1, True, "")


def test_a_missing_package_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_ollama", None)
    ran = run("ask", "Who?", "--model", "ollama:a")
    assert (ran.exit_code, 'pip install "onrecord[ollama]"' in ran.stderr) == (1, True)


def test_what_needs_no_model_opens_none(run: Run, ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "anthropic:no-key-for-it")
    run("add", ferry)
    assert run("search", "ferry").exit_code == run("people").exit_code == run("status").exit_code == 0


def test_nothing_of_langchain_is_loaded_without_a_model(run: Run, ferry: Path, tmp_path: Path) -> None:
    run("add", ferry)
    command = ["--index", str(tmp_path / "index"), "ask", HARBOUR_MASTER]
    script = (
        f"import sys; from ui.cli.main import main; main({command}, standalone_mode=False); print(sorted(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert PUMPS in ran.stdout
    assert not re.findall(r"'(langchain\w*|langsmith)'", ran.stdout)


def test_serving_says_what_is_sent_to_which_model(
    run: Run, ferry: Path, tiny: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", ferry)
    monkeypatch.setattr("ui.app.serve", lambda engine, **_: None)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-4711")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    said = run("serve", "--port", port, "--model", tiny, "--model", "sport=none", "--model", "law=ollama:qwen3").stdout
    assert said.startswith(
        "openai:tiny is sent questions, and passages of all collections but sport, law.\n"
        "ollama:qwen3 is sent questions, and passages of the collection law.\n"
        "On Record: 1 articles"
    )
    assert "4711" not in said
    assert tiny.partition("@")[2] not in said


def test_a_model_of_all_collections_is_said_to_be() -> None:
    models = ModelRouting.parse(["ollama:a", "x=ollama:a"])
    assert list(model_notices(models)) == ["ollama:a is sent questions, and passages of all collections."]
    assert list(model_notices(ModelRouting.parse(["x=ollama:a", "y=ollama:a"]))) == [
        "ollama:a is sent questions, and passages of the collections x, y."
    ]
    assert list(model_notices(ModelRouting())) == []


MODELS_PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:\w+=\S+ )*onrecord (.+?)(?: #.*)?$", MODELS_PAGE, re.MULTILINE)


def test_the_page_on_models_has_commands_for_every_provider() -> None:
    from qa.generation.models import _PROVIDERS

    assert {word for word in _PROVIDERS if f"{word}:" not in " ".join(COMMANDS)} == set()
    for word in re.findall(r"onrecord\[(\w+)\]", MODELS_PAGE):
        assert word in _PROVIDERS


@pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")
@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_on_the_page_on_models_can_be_given(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its options exist, and its models are named so that they can be read."""
    for provider in ("OPENAI", "ANTHROPIC", "GOOGLE", "MISTRAL", "AZURE_OPENAI"):
        monkeypatch.setenv(f"{provider}_API_KEY", "x")
    name, *arguments = shlex.split(line)
    command = main.commands[name]
    context = command.make_context(name, arguments)
    assert build_models(context).names


def test_the_command_line_speaks_german(run: Run, ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an option before or after the command, or by a variable; English unless one of them says otherwise."""
    added = run("--language", "de", "add", ferry).stdout
    assert added.endswith("1 hinzugefügt, 0 erneuert, 0 unverändert, 0 übergangen, 0 misslungen\n")
    answer = run("ask", "Who is the harbour master?", "--language", "de").stdout
    assert ("14. März 2025" in answer, "14 March 2025" in answer) == (True, False)
    people = run("people", "--language", "de").stdout.splitlines()
    assert people[0].split() == ["NAME", "ÄUSSERUNGEN", "ARTIKEL", "THEMEN"]
    monkeypatch.setenv("ONRECORD_LANGUAGE", "de")
    unknown = run("people", "Nobody")
    assert unknown.stderr == (
        "Error: In den Artikeln wird niemand namens 'Nobody' zitiert: `onrecord people` zählt auf, wer zitiert wird.\n"
    )
    assert run("people", "--language", "en").stdout.split()[:4] == ["NAME", "STATEMENTS", "ARTICLES", "TOPICS"]
    assert "'de', 'en'" in run("people", "--language", "fr").stderr

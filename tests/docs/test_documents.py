"""What the documents name exists: paths, modules, folders, identifiers, links; and decisions keep their form."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGES = ("index", "qa", "ui")
TOP = (*PACKAGES, "tests", "benchmarks", "training", "examples", "docs", ".ci", ".github")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
GUIDES = sorted(path for path in (ROOT / "docs" / "extending").glob("*.md") if path.name != "README.md")
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
ABOUT_THE_CODE = [
    *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md")),
    *(ROOT / "docs" / name for name in ("design.md", "glossary.md", "python.md", "releasing.md")),
    *(ROOT / "docs" / "extending").glob("*.md"),
    *DECISIONS,
]
"""Identifiers in these are ours or a library's that we use; other documents speak of a portal's own code too."""

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH = re.compile(rf"(?:{'|'.join(map(re.escape, TOP))})/[\w./*-]*")
_FOLDER = re.compile(r"\w+(?:/\w+)*/")
_MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+")
_IDENTIFIER = re.compile(r"[A-Z]\w*(?:\.\w+)*(?:\(.*\))?|(?:\w+\.)*\w+\(.*\)")
_IMPORT = re.compile(rf"^\s*from ((?:{'|'.join(PACKAGES)})(?:\.\w+)*) import ([\w, ]+)$", re.MULTILINE)
_HEAD = re.compile(r"# (\d{4}) .+\n\nDate: \d{4}-\d\d-\d\d · Status: (?:accepted|superseded by \d{4}) · Area: .+\n")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def quoted(document: Path) -> list[str]:
    """What stands in backticks, code blocks aside."""
    return _QUOTED.findall(_FENCED.sub("", read(document)))


@cache
def files() -> frozenset[str]:
    """Every file below the folders that documents name, by its path in the repository."""
    found = (path for top in TOP for path in (ROOT / top).rglob("*") if path.is_file())
    return frozenset(name_of(path) for path in found if "__pycache__" not in path.parts)


@cache
def folders() -> frozenset[str]:
    return frozenset(f"{parent}/" for file in files() for parent in Path(file).parents if str(parent) != ".")


@cache
def code() -> str:
    return "\n".join(read(ROOT / file) for file in sorted(files()) if file.endswith((".py", ".toml", ".js")))


def exists(written: str) -> bool:
    if written.endswith("/"):
        return any(f"/{folder}".endswith(f"/{written}") for folder in folders())
    if "*" in written:
        return any(Path(file).match(written) for file in files())
    return written in files() or f"{written}/" in folders()


def missing(document: Path) -> Iterator[str]:
    """Paths, modules and folders that are named and are not there."""
    for written in quoted(document):
        if _PATH.fullmatch(written) or _FOLDER.fullmatch(written):
            found = exists(written)
        elif document in ABOUT_THE_CODE and re.fullmatch(r"\w+\.py", written):
            found = any(file.endswith(f"/{written}") for file in files())
        elif _MODULE.fullmatch(written):
            found = defined(written)
        else:
            continue
        if not found:
            yield written


def defined(dotted: str) -> bool:
    """Whether a module of ours is there, or what is defined in one."""
    path = dotted.replace(".", "/")
    if f"{path}.py" in files() or f"{path}/" in folders():
        return True
    module, _, name = dotted.rpartition(".")
    file = f"{module.replace('.', '/')}.py"
    return file in files() and name in names_in(ROOT / file)


@cache
def names_in(file: Path) -> frozenset[str]:
    """What a module defines or imports."""
    names = set[str]()
    for node in ast.parse(read(file)).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                names |= {alias.asname or alias.name for alias in imported}
    return frozenset(names)


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as forges make them."""
    headings = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading) for heading in _HEADING.findall(read(document)))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_module_and_folder_it_names_exists(document: Path) -> None:
    assert list(missing(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_to_a_file_and_to_a_heading_of_it(document: Path) -> None:
    broken = []
    for link in _LINK.findall(_FENCED.sub("", read(document))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("document", ABOUT_THE_CODE, ids=name_of)
def test_every_identifier_it_names_is_in_the_code(document: Path) -> None:
    written = {word for word in quoted(document) if _IDENTIFIER.fullmatch(word) and not (ROOT / word).exists()}
    named = {word.partition("(")[0] for word in written}
    parts = {part for name in named for part in name.split(".")}
    assert sorted(part for part in parts if not re.search(rf"\b{part}\b", code())) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_its_examples_import_what_is_there(document: Path) -> None:
    wrong = [
        f"{module}.{name.strip()}"
        for module, names in _IMPORT.findall(read(document))
        for name in names.split(",")
        if not defined(f"{module}.{name.strip()}")
    ]
    assert wrong == []


def test_the_design_names_every_folder_of_the_packages() -> None:
    named = set(quoted(ROOT / "docs" / "design.md"))
    assert sorted(folder for folder in folders() if folder.startswith(PACKAGES) and folder not in named) == []


def test_decisions_are_numbered_one_after_the_other() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_head_and_its_sections(decision: Path) -> None:
    head = _HEAD.match(read(decision))
    assert head
    assert head[1] == decision.name[:4]
    assert _HEADING.findall(read(decision))[1:] == ["Context", "Decision", "Evidence", "Consequences"]


@pytest.mark.parametrize("folder", ["decisions", "extending"])
def test_an_index_lists_every_document_of_its_folder(folder: str) -> None:
    index = ROOT / "docs" / folder / "README.md"
    others = {path.name for path in index.parent.glob("*.md")} - {"README.md"}
    assert {link for link in _LINK.findall(read(index)) if "/" not in link} == others


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_has_steps_and_names_the_test_to_extend(guide: Path) -> None:
    assert {"Steps", "Test"} <= set(_HEADING.findall(read(guide)))
    assert re.search(r"`tests/[\w/]+\.py`", read(guide).partition("## Test")[2])

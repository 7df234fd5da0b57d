"""What imports what, which library is known where, what names look like, and how long and how branched code may be."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.paths import ROOT

PACKAGES = ("index", "qa", "ui")
MODULES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text(encoding="utf-8"))
    for package in PACKAGES
    for file in sorted((ROOT / package).rglob("*.py"))
    if file.name != "__init__.py"
}
LAYERS = (
    "index.errors",
    "index.records",
    "index.text",
    "index.readers index.attribution.languages",
    "index.embedding",
    "index.attribution index.people",
    "index.storage",
    "index.search index.ingest",
    "index.sources",
    "qa.answer qa.cancellation qa.premise",
    "qa.understanding",
    "qa.verification.rules",
    "qa.verification.alignment",
    "qa.verification",
    "qa.extraction",
    "qa.generation qa.explore qa.extractive",
    "qa.protocol qa.ask qa.catalogue qa.editing",
    "qa.engine",
    "ui.render",
    "ui.http",
    "ui.access",
    "ui.access.authentication",
    "ui.serving",
    "ui.api.schemas",
    "ui.api",
    "ui.api.openai ui.api.mcp",
    "ui.api.routes",
    "ui.pages",
    "ui.app",
    "ui.cli",
)
"""The folders, and the modules that lie in a package itself: each imports from lines above its own, and from itself.

So no import runs up, and there is no circle. A new folder goes where it imports least from above.
"""
KNOWN_ONLY_TO = {
    "argon2": {"ui.access.authentication.users"},
    "authlib": {"ui.access.authentication.openid"},
    "babel": {"ui.render.notices", "ui.render.wording"},
    "charset_normalizer": {"index.readers.encoding"},
    "cryptography": {"ui.access.authentication.keys"},
    "dateparser": {"index.readers.dates", "qa.understanding.dates"},
    "faiss": {"index.storage.vectors"},
    "gradio": {"ui.pages.chat", "ui.pages.head"},
    "jinja2": {"ui.render.templating"},
    "jwt": {"ui.access.authentication.tokens"},
    "langchain": {"qa.generation.models"},
    "langchain_core": {"index.search.langchain", "qa.generation.models"},
    "langsmith": {"qa.generation.models"},
    "markdown_it": {"index.readers.markdown"},
    "mcp": {"ui.api.mcp.server"},
    "platformdirs": {"ui.cli.options"},
    "prometheus_client": {"ui.api.routes.metrics", "ui.serving.metrics"},
    "pypdf": {"index.readers.pdf"},
    "safetensors": {"qa.verification.network"},
    "sentence_transformers": {"index.embedding"},
    "sentencex": {"index.text.chunking"},
    "snowballstemmer": {"index.text.keywords"},
    "spacy": {"qa.verification.alignment.parse"},
    "sqlite3": {"index.storage.database", "index.storage.restricted_database", "index.storage.store"},
    "tenacity": {"qa.generation.streaming"},
    "text_to_num": {"qa.verification.rules.numbers"},
    "torch": {"index.embedding", "qa.verification.network"},
    "tqdm": {"ui.cli.adding"},
    "trafilatura": {"index.readers.html"},
    "transformers": {"index.embedding", "qa.verification.network"},
    "uvicorn": {"ui.access.authentication.proxies", "ui.app"},
    "yaml": {"index.readers.markdown"},
}
MAX_LINES = 320
MAX_PUBLIC_METHODS = 12
MAX_COMPLEXITY = 6
"""Of nine functions in ten."""

_SUPERLATIVE = re.compile(r"(^|_)(MOST|LEAST|LONGEST|SHORTEST|LARGEST|SMALLEST|BIGGEST|HIGHEST|LOWEST)(_|$)")
_TYPE_NAME = re.compile(r"[A-Z]\w*[a-z]\w*")
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.ExceptHandler, ast.comprehension, ast.match_case)

Edges = dict[str, set[str]]


def node_of(module: str) -> str:
    """The folder of a module, or the module itself where it lies in a package."""
    folder = module.rpartition(".")[0]
    return module if folder in PACKAGES else folder


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported, wherever the statement stands; for a name the module that it may be."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in MODULES else node.module for name in names)


def edges() -> Edges:
    """The folders and modules that each folder imports from."""
    found: Edges = defaultdict(set)
    for module, tree in MODULES.items():
        ours = {node_of(name) for name in imports(tree) if name in MODULES}
        found[node_of(module)] |= ours - {node_of(module)}
    return found


def libraries(tree: ast.Module) -> set[str]:
    return {name.partition(".")[0] for name in imports(tree)}


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def functions(nodes: Iterable[ast.AST]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a module gives values to, with the values."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from ((name.id, node.value) for name in names if isinstance(name, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def complexity(function: ast.AST) -> int:
    """Branches, loops, handlers and boolean operators, and one."""
    nodes = [node for node in ast.walk(function) if node is not function]
    operators = sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    filters = sum(len(node.ifs) for node in nodes if isinstance(node, ast.comprehension))
    return 1 + sum(isinstance(node, _BRANCHES) for node in nodes) + operators + filters


def trusts_remote_code(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == "trust_remote_code" and ast.unparse(node.value) != "False"


def wraps_an_app(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    annotations = {argument.arg: argument.annotation for argument in function.args.args}
    app = annotations.get("app")
    return function.name == "__init__" and app is not None and ast.unparse(app) == "ASGIApp"


def assert_none(offenders: Iterable[str], said: str = "") -> None:
    """All of them are named, however many."""
    listed = sorted(offenders)
    assert not listed, "\n".join([said, *listed])


def test_every_folder_has_its_layer() -> None:
    placed = [node for layer in LAYERS for node in layer.split()]
    assert sorted(placed) == sorted({node_of(module) for module in MODULES})


def test_imports_run_down_the_layers_and_in_no_circle() -> None:
    height = {node: number for number, layer in enumerate(LAYERS) for node in layer.split()}
    found = edges()
    upward = (f"{a} → {b}" for a, below in found.items() for b in below if height[b] >= height[a])
    assert_none(upward, f"{sum(map(len, found.values()))} edges between folders, of which these run up:")


def test_each_library_is_known_to_one_place() -> None:
    users = {
        library: {module for module, tree in MODULES.items() if library in libraries(tree)} for library in KNOWN_ONLY_TO
    }
    assert users == KNOWN_ONLY_TO


def test_the_web_is_known_to_ui_only() -> None:
    web = {"fastapi", "starlette", "anyio", "click"}
    assert_none(module for module, tree in MODULES.items() if libraries(tree) & web and not module.startswith("ui."))


def test_nothing_is_pickled_and_no_remote_code_is_trusted() -> None:
    unsafe = {"pickle", "joblib", "shelve", "marshal", "dill"}
    assert_none(module for module, tree in MODULES.items() if unsafe & libraries(tree))
    assert_none(module for module, tree in MODULES.items() if any(map(trusts_remote_code, ast.walk(tree))))


def test_the_name_of_a_type_means_one_thing() -> None:
    places = defaultdict(set)
    for module, tree in MODULES.items():
        for found in classes(tree):
            places[found.name].add(module)
        for name, value in assigned(tree):
            if _TYPE_NAME.fullmatch(name) and not isinstance(value, ast.Constant):
                places[name].add(module)
    assert_none(f"{name}: {', '.join(sorted(modules))}" for name, modules in places.items() if len(modules) > 1)


def test_limits_are_named_min_and_max() -> None:
    named = ((module, name) for module, tree in MODULES.items() for name, _ in assigned(tree))
    assert_none(f"{module}.{name}" for module, name in named if _SUPERLATIVE.search(name))


def test_what_wraps_an_app_is_called_a_middleware() -> None:
    found = [found for tree in MODULES.values() for found in classes(tree)]
    wrappers = [found.name for found in found if any(map(wraps_an_app, functions(found.body)))]
    assert wrappers
    assert_none(name for name in wrappers if not name.endswith("Middleware"))


def test_files_can_be_read_in_one_sitting() -> None:
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    lines = ((str(file.relative_to(ROOT)), len(file.read_text(encoding="utf-8").splitlines())) for file in files)
    assert_none(f"{name}: {count} lines" for name, count in lines if count > MAX_LINES)


def test_interfaces_are_narrow() -> None:
    found = ((f"{module}.{found.name}", found) for module, tree in MODULES.items() for found in classes(tree))
    public = ((name, sum(not f.name.startswith("_") for f in functions(found.body))) for name, found in found)
    assert_none(f"{name}: {count} public methods" for name, count in public if count > MAX_PUBLIC_METHODS)


def test_nine_functions_in_ten_have_few_branches() -> None:
    found = sorted(
        (complexity(function), f"{module}.{function.name}")
        for module, tree in MODULES.items()
        for function in functions(ast.walk(tree))
    )
    branched = [f"{count:2} {name}" for count, name in found if count > MAX_COMPLEXITY]
    if len(branched) > len(found) / 10:
        assert_none(branched, f"{len(branched)} of {len(found)} functions have a complexity above {MAX_COMPLEXITY}:")


def test_no_test_imports_a_test() -> None:
    """What tests share lies in `tests/support`; of the benchmarks only their own tests know."""

    def astray(file: Path) -> list[str]:
        names = imports(ast.parse(file.read_text(encoding="utf-8")))
        ours = [name for name in names if name.startswith(("tests.", "benchmarks"))]
        own = ROOT / "tests" / "benchmarks" in file.parents
        return [n for n in ours if not n.startswith("tests.support") and not (own and n.startswith("benchmarks."))]

    files = (ROOT / "tests").rglob("*.py")
    assert_none(f"{file.relative_to(ROOT)}: {name}" for file in files for name in astray(file))

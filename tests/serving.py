"""`referat serve` in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"Open (http://\S+) in a browser")


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """Start the server on a free port, give its address, and stop it as Ctrl+C does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "REFERAT_DATA_DIR": str(data_dir)},
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield _address(process)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        assert process.returncode == 0


def _address(process: subprocess.Popen[str]) -> str:
    """Read what the server says until it tells its address."""
    said = []
    for line in process.stderr or ():
        said.append(line)
        if found := ADDRESS.search(line):
            return found[1]
    raise AssertionError("".join(said))

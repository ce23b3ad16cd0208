"""Thousands of hostile files turned into a verdict: what crashed the readers or the parser, hung, or took memory.

Each file is read by a worker process with limits of its own, so that one that hangs is ended and named by its seed.
"""

from __future__ import annotations

import os
import re
import resource
import tempfile
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from eval.inputs import Made, make
from index.reading.confined import allow_seconds
from rag.errors import ReadingError, ReferatError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SECONDS = 20
"""Time of the processor for one file before it counts as a hang; the slowest honest one takes a tenth of it."""
WAITING = 300.0
"""Time by the clock for one file: a machine that does much else is slow, and no hang."""
MEGABYTES = 2_048
"""Address space of the worker."""
STARTING = 300.0
READ, REFUSED, FAULT, READY = "read", "refused", "fault", "ready"
SLOWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A file that the readers or the parser did not take as they should, by its seed."""

    seed: int
    name: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of the files of a run; times in seconds, memory in MB."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    slowest: list[tuple[float, int, str]] = field(default_factory=list)
    peak: int = 0

    def add(self, *, seed: int, name: str, seconds: float, reason: str) -> None:
        """Count a file that came to an end."""
        if reason not in (READ, REFUSED):
            self.faults.append(Fault(seed=seed, name=name, reason=reason))
        self.counts[reason if reason in (READ, REFUSED) else FAULT] += 1
        self.slowest = sorted([*self.slowest, (seconds, seed, name)], reverse=True)[:SLOWEST]


def fuzz(
    folder: Path, *, inputs: int, seed: int, seconds: float = WAITING, done: Callable[[], object] = lambda: None
) -> Outcome:
    """Read as many made-up files as asked for, by the samples of a folder, and tell what became of them."""
    outcome = Outcome()
    seeds = deque(range(seed, seed + inputs))
    while seeds:
        with _worker(folder) as connection:
            answered = True
            while seeds and answered:
                answered = _try(seeds.popleft(), connection, outcome, seconds=seconds)
                done()
    return outcome


def _try(seed: int, connection: Connection[Any, Any], outcome: Outcome, *, seconds: float) -> bool:
    """Let the worker read one file; return whether it answered. One that does not is a fault as well."""
    name, taken, reason = f"seed {seed}", seconds, f"hangs for more than {seconds:g} s"
    answered = False
    try:
        connection.send(seed)
        if connection.poll(seconds):
            name, taken, reason, peak = connection.recv()
            answered, outcome.peak = True, max(outcome.peak, peak)
    except (EOFError, OSError):
        reason = f"ended the process, or kept it busy for more than {SECONDS} s"
    outcome.add(seed=seed, name=name, seconds=taken, reason=reason)
    return answered


@contextmanager
def _worker(folder: Path) -> Iterator[Connection[Any, Any]]:
    """Start a worker, and end it whatever it is doing."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=serve, args=(theirs, folder), daemon=True)
    worker.start()
    theirs.close()
    try:
        if not ours.poll(STARTING) or ours.recv() != READY:
            raise ReferatError("The process that reads the files does not start.")
        yield ours
    except EOFError as error:
        raise ReferatError("The process that reads the files ends at once.") from error
    finally:
        worker.kill()
        worker.join()
        ours.close()


def serve(connection: Connection[Any, Any], folder: Path) -> None:
    """Answer seeds with name, seconds, what happened and the peak memory in MB, until the other end closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    os.environ["PATH"] = ""  # text recognition is a program of its own, with limits of its own, of seconds a page
    samples = load_samples(folder)
    with tempfile.TemporaryDirectory() as place, suppress(EOFError):
        attempt(("fil.txt", b"1. Start"), folder=Path(place))  # imports the readers, which is not to be timed
        connection.send(READY)
        while True:
            made = make(connection.recv(), samples=samples)
            allow_seconds(SECONDS)
            start = time.perf_counter()
            reason = attempt(made, folder=Path(place))
            # PDF and Word files have a process of their own, which is counted when it ends.
            peak = max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
            connection.send((made[0], time.perf_counter() - start, reason, peak))


def _own_peak() -> int:
    """Return the most memory this process has held, in kB: `ru_maxrss` begins with that of the one that started it."""
    held = re.search(r"^VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("utf-8"), re.MULTILINE)
    return int(held[1]) if held else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def load_samples(folder: Path) -> Sequence[Made]:
    """Return names and bytes of the documents of a folder."""
    from index.reading import find_documents  # noqa: PLC0415  (the readers load slowly)

    return [(path.name, path.read_bytes()) for path in find_documents([folder])]


def attempt(made: Made, *, folder: Path) -> str:
    """Read and parse a file: "read", "refused" (with a ReadingError, as it should), or the error that came out."""
    from index.parsing import parse_document  # noqa: PLC0415
    from index.reading import find_documents, read_document  # noqa: PLC0415

    name, data = made
    path = folder / name
    path.write_bytes(data)
    try:
        documents = find_documents([path])
        refused = 0
        for document in documents:
            try:
                meeting = parse_document(read_document(document))
            except ReadingError:
                refused += 1
            else:
                repr(meeting).encode()
    except Exception as error:  # noqa: BLE001  (every kind of error is what is looked for)
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:120]!r} at {Path(place.filename).name}:{place.lineno}"
    finally:
        path.unlink()
    return REFUSED if refused == len(documents) else READ


def table(outcome: Outcome, *, title: str) -> Table:
    """Return the figures of a run as a table."""
    made = Table("figure", "value", title=title)
    for name, count in sorted(outcome.counts.items()):
        made.add_row(name, str(count))
    made.add_row("peak memory", f"{outcome.peak} MB")
    for seconds, seed, name in outcome.slowest:
        made.add_row(f"slowest: seed {seed}, {name}", f"{seconds:.2f} s")
    return made


def verdict(outcome: Outcome) -> str:
    """Return the faults line by line, each with the seed that makes its file again."""
    return "\n".join(f"seed {fault.seed} ({fault.name}): {fault.reason}" for fault in outcome.faults)

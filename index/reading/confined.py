"""PDF and Word files read in a process of their own, which is ended where it takes too long or too much memory.

A hostile file can keep the libraries busy for days with a few kilobytes. The process is started when the first such
file comes, and reads them all, one at a time; the next file after one that was too much gets a new process.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from index.reading.content import Content
from rag.errors import ReadingError

if sys.platform != "win32":
    import resource

SECONDS = 120
"""Time for one file: the longest honest one takes a tenth of it on a slow machine."""
RECOGNISING = 660
"""Seconds more that the recognition of scanned pages may take, which has limits of its own for each page."""
MEMORY = 3 * 1024 * 1024 * 1024
"""Bytes of address space of the process."""
START = "from index.reading.confined import serve; serve()"
ROOT = Path(__file__).parents[2]

READ, REFUSED, TOO_LARGE, BROKEN = "read", "refused", "too large", "broken"


def read_confined(kind: str, data: bytes, *, name: str) -> Content:
    """Read a "pdf" or "docx"; raise ReadingError where it cannot be read, or not within the limits."""
    with _lock:
        return _ask(running(), kind, data, name=name)


def serve() -> None:
    """Read the files that come by standard input, until it ends; the other end is `read_confined`."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    with suppress(EOFError):
        while True:
            seconds, *request = pickle.load(sys.stdin.buffer)  # noqa: S301  (from the process that started this one)
            allow_seconds(seconds)
            pickle.dump(attempt(*request), answers)
            answers.flush()


def attempt(kind: str, data: bytes, name: str) -> tuple[str, Content | str]:
    """Read a file; return what became of it, and what it holds or why it is refused."""
    try:
        return READ, reader_of(kind)(data, name=name)
    except ReadingError as error:
        return REFUSED, str(error)
    except MemoryError:
        return TOO_LARGE, ""
    except Exception as error:  # noqa: BLE001  (an error of ours is told to the other end, and read there)
        place = traceback.extract_tb(error.__traceback__)[-1]
        return BROKEN, f"{type(error).__name__}: {error} at {Path(place.filename).name}:{place.lineno}"


def reader_of(kind: str) -> Callable[..., Content]:
    """Return the reader of a kind of file."""
    # The libraries are imported here alone: the other process never needs them.
    if kind == "pdf":
        from index.reading.pdf import read_pdf  # noqa: PLC0415

        return read_pdf
    from index.reading.word import read_word  # noqa: PLC0415

    return read_word


def _limit_memory() -> None:
    if sys.platform != "win32":
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def allow_seconds(seconds: int) -> None:
    """Let the system end this process when it has worked that many seconds more, however busy the machine is."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + seconds + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


_Process = subprocess.Popen[bytes]
_lock = Lock()
_started: list[_Process] = []


def running() -> _Process:
    """Return the process, started anew where there is none or it has ended."""
    if _started and _started[0].poll() is not None:
        end()
    if not _started:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        _started.append(
            subprocess.Popen(  # noqa: S603  (this program's own code)
                [sys.executable, "-P", "-c", START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                # Ctrl-C ends this process, and with it the other's input.
                start_new_session=True,
            )
        )
    return _started[0]


@atexit.register
def end() -> None:
    """End the process, whatever it is doing."""
    while _started:
        process = _started.pop()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                _open(pipe).close()


def _ask(process: _Process, kind: str, data: bytes, *, name: str) -> Content:
    started = time.monotonic()
    watch = Timer(SECONDS + RECOGNISING, process.kill)
    watch.start()
    try:
        pickle.dump((SECONDS, kind, data, name), _open(process.stdin))
        _open(process.stdin).flush()
        answer = pickle.load(_open(process.stdout))  # noqa: S301  (from the process that this one started)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        end()
        raise ReadingError(_ended(name, seconds=time.monotonic() - started)) from error
    except BaseException:
        # Interrupted: the answer would be taken for that of the next file.
        end()
        raise
    finally:
        watch.cancel()
    return content_of(answer, name=name)


def content_of(answer: tuple[str, Any], *, name: str) -> Content:
    """Return what an answer of the process holds, or raise what it tells."""
    match answer:
        case (_, Content() as content):
            return content
        case (what, told) if what == REFUSED:
            raise ReadingError(told)
        case (what, _) if what == TOO_LARGE:
            end()
            raise ReadingError(f"{name} takes more memory than any minutes do: it is damaged, or no ordinary file.")
    raise RuntimeError(answer[1])


def _ended(name: str, *, seconds: float) -> str:
    if seconds < SECONDS / 2:
        return f"{name} ends the program that reads it: it is damaged, or no ordinary file."
    return f"{name} takes longer to read than any minutes do: it is damaged, or no ordinary file."


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return a pipe that was asked for when the process was started."""
    if pipe is None:
        raise OSError("The process has no pipe.")
    return pipe

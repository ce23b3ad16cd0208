"""What the commands of the evaluation share: arguments, the console, progress, files and the assistant to ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rag.config import load_settings

if TYPE_CHECKING:
    from rag.assistant import Assistant

QUESTIONS = click.Path(exists=True, dir_okay=False, path_type=Path)
MINUTES = click.Path(exists=True, path_type=Path)
RESULT = click.Path(dir_okay=False, writable=True, path_type=Path)


def notes() -> Console:
    """Return the console for what is said on the way: stderr, with long paths in one piece."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def progress(what: str, *, total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar, and yield what moves it one on."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=notes(), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


@contextmanager
def open_assistant(folders: Sequence[Path]) -> Iterator[Assistant]:
    """Open the assistant over the given minutes, or over the data directory when none are given."""
    from eval.apart import assistant_over  # noqa: PLC0415  (readers load slowly)
    from rag.assistant import Assistant  # noqa: PLC0415

    settings, console = load_settings(), notes()
    over_data = Assistant.open(settings, progress=console.print) if not folders else None
    with over_data or assistant_over(folders, settings=settings, console=console) as assistant:
        yield assistant


def write_json(path: Path | None, document: dict[str, Any]) -> None:
    """Write a JSON document where one is wanted."""
    if path:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written(path)


def written(path: Path) -> None:
    """Say where something was written."""
    click.echo(f"Written to {path}.", err=True)

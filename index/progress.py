"""How far a run is: a bar with rate and time left for each of its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from index.masking import mask_path


class RateColumn(ProgressColumn):
    """Documents per second, as soon as there are some to tell it by."""

    def render(self, task: Task) -> Text:
        """Return the rate."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} documents/s" if speed else "")


@contextmanager
def bars(console: Console, *names: str) -> Iterator[list[Callable[[Path, int, int], None]]]:
    """Show a bar for each step that is called with file, number done before it and number in all."""
    columns = (
        TextColumn("{task.fields[step]}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield [_bar(progress, name) for name in names]


def _bar(progress: Progress, name: str) -> Callable[[Path, int, int], None]:
    task = progress.add_task("", total=None, step=name, visible=False)

    def show(path: Path, done: int, total: int) -> None:
        progress.update(task, completed=done, total=total, description=escape(mask_path(Path(path.name))), visible=True)

    return show

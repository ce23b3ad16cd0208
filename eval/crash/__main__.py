"""The command `python -m eval.crash`: kill index runs at random moments, and tell what came of it."""

from __future__ import annotations

import sys
import time

import click

from eval.crash.runs import run


@click.command()
@click.option("--kills", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def main(*, kills: int, seed: int) -> None:
    """Kill index runs at random moments; ends with 1 when anything was lost."""
    started = time.perf_counter()
    report = run(kills=kills, seed=seed)
    click.echo(
        f"{report.runs} runs, {report.killed} killed before their end, {report.midway} midway, "
        f"{report.incomplete} with a document incomplete; "
        f"{len(report.faults)} faults; {time.perf_counter() - started:.0f} s."
    )
    for fault in report.faults:
        click.echo(fault)
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()

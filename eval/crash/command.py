"""The command `referat eval crash`: kill index runs at random moments, and tell what came of it."""

from __future__ import annotations

import time

import click


@click.command()
@click.option("--kills", type=click.IntRange(min=1), default=50, show_default=True, help="How many runs to kill.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the moments at which runs are killed.")
def crash(*, kills: int, seed: int) -> None:
    """Kill index runs at random moments; ends with 1 when anything was lost."""
    from eval.crash.runs import run  # noqa: PLC0415  (the indexer loads slowly)

    started = time.perf_counter()
    report = run(kills=kills, seed=seed)
    click.echo(
        f"{report.runs} runs, {report.killed} killed before their end, {report.midway} midway, "
        f"{report.incomplete} with a document incomplete; "
        f"{len(report.faults)} faults; {time.perf_counter() - started:.0f} s."
    )
    for fault in report.faults:
        click.echo(fault)
    if report.faults:
        raise SystemExit(1)

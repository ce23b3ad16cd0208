"""What a run did, or would do, as lines for a terminal; what failed goes to stderr with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from index.masking import mask_path
from index.planning import Action, Step
from index.summary import Summary

NOTES = {Action.MOVED: " (was {})", Action.DUPLICATE: " (same content as {})"}


def report(summary: Summary) -> bool:
    """Print what a run did; return whether something failed."""
    counts = {
        Action.ADDED: summary.added,
        Action.REPLACED: summary.replaced,
        Action.UNCHANGED: summary.unchanged,
        Action.REMOVED: summary.removed,
        Action.FAILED: len(summary.failed),
        Action.MOVED: summary.moved,
        Action.DUPLICATE: len(summary.duplicates),
    }
    click.echo(f"{_counted(counts)}; {summary.chunks} chunks.")
    for duplicate in summary.duplicates:
        click.echo(f"Skipped {mask_path(duplicate.path)}: same content as {duplicate.original}.")
    for failure in summary.failed:
        click.echo(f"referat: {mask_path(failure.path)}: {failure.reason}", err=True)
    return bool(summary.failed)


def report_steps(steps: Sequence[Step]) -> bool:
    """Print what would happen to each document; return whether something would fail."""
    for step in steps:
        note = NOTES.get(step.action, "").format(step.note)
        if step.action is Action.FAILED:
            click.echo(f"referat: {mask_path(step.path)}: {step.note}", err=True)
        click.echo(f"{step.action:<9} {mask_path(step.path)}{note}")
    click.echo(f"{_counted(Counter(step.action for step in steps))}; nothing was changed.")
    return any(step.action is Action.FAILED for step in steps)


def _counted(counts: dict[Action, int]) -> str:
    """Return the numbers in words; those that are rarely any only where there are some."""
    always = (Action.ADDED, Action.REPLACED, Action.UNCHANGED, Action.REMOVED, Action.FAILED)
    shown = [f"{counts.get(action, 0)} {action}" for action in always]
    shown += [f"{counts[action]} {action}" for action in (Action.MOVED, Action.DUPLICATE) if counts.get(action)]
    return ", ".join(shown)

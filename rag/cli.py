"""The command `referat`: looks up the commands of all rooms and turns errors into one line and an exit code."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, entry_points

import click

from rag.errors import ReferatError

GROUP = "referat.commands"


class RoomCommands(click.Group):
    """A group whose commands are entry points, so that `ask` does not import the web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all installed commands."""
        return sorted(_commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the one command that is asked for."""
        found = _commands().get(cmd_name)
        if found is None:
            return None
        command: click.Command = found.load()
        return command


def _commands() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


@click.command(cls=RoomCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spoerg-referatet")
def referat() -> None:
    """Ask meeting minutes a question and get the decision word for word."""


def main() -> None:
    """Run the command line; exit 0 on success, 2 on wrong use, 1 on failure with one line on stderr."""
    try:
        referat(prog_name="referat")
    except ReferatError as error:
        click.echo(f"referat: {' '.join(str(error).split())}", err=True)
        sys.exit(1)

"""README.md, kept true: its table of settings and every command it shows."""

from __future__ import annotations

import re
import shlex
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from rag.config import PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHEAP = {"parse", "status"}
"""Commands that need no model, so that the README's examples of them are run."""


def settings_table() -> list[str]:
    """Return the rows of the table of settings as they must stand in the README."""
    fields = Settings.model_fields.items()
    defaults = {name: f"`{field.default}`" if str(field.default) else "empty" for name, field in fields}
    return [f"| `{PREFIX}{name.upper()}` | {defaults[name]} | {field.description} |" for name, field in fields]


def listed_commands(text: str) -> list[str]:
    """Return the `referat` command lines that open the rows of a table."""
    return re.findall(r"^\| `(referat [^`]+)`", text, re.MULTILINE)


def shown_commands(text: str) -> list[str]:
    """Return the `referat` command lines in the fenced sh and console blocks."""
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    parts = [part.strip() for line in lines for part in line.removeprefix("$ ").split(" && ")]
    return [part for part in parts if re.match(r"(\.venv/bin/)?referat ", part)]


def root_command() -> click.Group:
    """Return the command `referat` with the commands that pyproject.toml gives it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    commands = {}
    for name, target in project["entry-points"]["referat.commands"].items():
        module, _, attribute = target.partition(":")
        commands[name] = getattr(import_module(module), attribute)
    return click.Group("referat", commands=commands)


def complain(line: str, root: click.Group) -> str:
    """Return why click would refuse a command line, or nothing; a path that is not there is no fault."""
    _, *words = shlex.split(line, comments=True)
    command: click.Command = root
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return f"There is no command {words[0]}."
        command, words = found, words[1:]
    try:
        command.make_context(command.name, words)
    except click.MissingParameter as error:
        return error.format_message()
    except click.BadParameter as error:
        return "" if error.param and isinstance(error.param.type, click.Path) else error.format_message()
    except click.UsageError as error:
        return error.format_message()
    except click.exceptions.Exit:
        return ""
    return ""


def test_the_table_of_settings_is_the_settings() -> None:
    """The README lists every setting with its default and description, and no others."""
    rows = [line for line in README.splitlines() if line.startswith(f"| `{PREFIX}")]
    assert rows == settings_table()


def test_the_readme_shows_commands() -> None:
    """The README shows how to index and how to ask."""
    shown = {shlex.split(line)[1] for line in shown_commands(README)}
    assert {"index", "ask"} <= shown


@pytest.mark.parametrize("line", shown_commands(README) + listed_commands(README))
def test_a_command_of_the_readme_is_understood(line: str) -> None:
    """Each command in the README exists, with the options that are shown."""
    assert complain(line, root_command()) == ""


def test_the_cheap_commands_of_the_readme_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command in the README that needs no model runs as shown, from the repository's root."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(tmp_path))
    for line in shown_commands(README):
        _, *words = shlex.split(line, comments=True)
        if words[0] in CHEAP:
            result = CliRunner().invoke(root_command(), words)
            assert result.exit_code == 0, f"{line}: {result.output}"


@pytest.mark.parametrize(
    "line",
    [
        "referat aks hello",
        "referat ask",
        "referat eval bench",
        "referat ask hello --jsn",
        "referat ask hello --limit many",
    ],
)
def test_a_wrong_command_is_noticed(line: str) -> None:
    """A command, argument or option that does not exist is reported."""
    assert complain(line, root_command()) != ""

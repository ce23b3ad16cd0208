"""The Danish prompts for a language model, one text file each."""

from __future__ import annotations

from importlib.resources import files


def read_prompt(name: str) -> str:
    """Return the prompt with this name."""
    return files(__name__).joinpath(f"{name}.md").read_text("utf-8")

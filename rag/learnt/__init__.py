"""What was learnt from dev questions, one JSON file for each fit, with its date and figures beside the weights."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_learnt(name: str) -> dict[str, Any]:
    """Return what a fit stored: "ranking", "sentences" or "confidence"."""
    found: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return found

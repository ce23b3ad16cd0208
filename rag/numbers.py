"""Probabilities as log odds, within bounds."""

from __future__ import annotations

import math

FLOOR = 1e-3
"""Probabilities count within these bounds of 0 and 1: beyond them a model is no surer."""


def log_odds(probability: float) -> float:
    """Return log(p / (1 - p)) of a probability (0 to 1), from -6.9 to 6.9."""
    bounded = min(max(probability, FLOOR), 1 - FLOOR)
    return math.log(bounded / (1 - bounded))

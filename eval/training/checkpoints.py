"""The state of a training, saved so that it can go on, and the mean of its last states."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

LATEST = "latest.pt"
AVERAGED = 3
"""States whose mean is shipped: it is better than any of them."""
State = dict[str, torch.Tensor]


def save_state(folder: Path, *, step: int, module: torch.nn.Module, rest: Mapping[str, Any]) -> Path:
    """Write what is trained to a file of its own, and all that is needed to go on to another."""
    folder.mkdir(parents=True, exist_ok=True)
    trained = trained_weights(module)
    torch.save(trained, folder / f"step-{step:05}.pt")
    # Replaced in one go: a training that is killed while it saves can still go on.
    partial = folder / f"{LATEST}.partial"
    torch.save({"step": step, "trained": trained, **rest}, partial)
    partial.replace(folder / LATEST)
    return folder / f"step-{step:05}.pt"


def load_state(folder: Path) -> dict[str, Any] | None:
    """Read where a training stopped; none when it has not begun."""
    path = folder / LATEST
    # It holds the state of the random generator, which is a tuple and no tensor.
    return torch.load(path, weights_only=False) if path.is_file() else None


def steps_done(folder: Path) -> int:
    """Return how many steps the folder's training has behind it, 0 when it has not begun."""
    state = load_state(folder)
    return int(state["step"]) if state else 0


def last_states(folder: Path) -> State:
    """Return the mean of the last states that were saved."""
    paths = sorted(folder.glob("step-*.pt"))[-AVERAGED:]
    return mean_of([torch.load(path, weights_only=True) for path in paths])


def mean_of(states: Sequence[State]) -> State:
    """Return the weights in the middle of several; raise ValueError when they are not of the same layers."""
    if any(state.keys() != states[0].keys() for state in states):
        raise ValueError("Weights of different layers have no middle.")
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def trained_weights(module: torch.nn.Module) -> State:
    """Return the weights that are not frozen, by name."""
    return {name: weight.detach().clone() for name, weight in module.named_parameters() if weight.requires_grad}


def seeded(seed: int, *, step: int) -> random.Random:
    """Seed torch and return a generator of our own; a training that goes on sees other examples than before."""
    torch.manual_seed(seed + step)
    return random.Random(seed + step)  # noqa: S311  (chooses training examples)

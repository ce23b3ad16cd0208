"""One training loop for every model: warm-up, falling rate, clipped steps, states saved to go on from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from eval.training.checkpoints import load_state, save_state

WARMUP = 0.1
LAST_RATE = 0.1
LONGEST_STEP = 1.0
"""Norm that a step's gradient is cut to."""
REPORT_EVERY = 10
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How long to train and how often to save and measure, in steps."""

    steps: int
    save_every: int


def train(
    module: torch.nn.Module,
    rates: Mapping[float, Sequence[torch.nn.Parameter]],
    *,
    course: Course,
    folder: Path,
    loss: Callable[[], torch.Tensor],
    measure: Callable[[], str],
    say: Say,
) -> None:
    """Train for the steps of the course, going on from the folder's latest state; `rates` says what learns how fast."""
    trained = [weight for weights in rates.values() for weight in weights]
    optimizer = torch.optim.AdamW([{"params": list(weights), "lr": rate} for rate, weights in rates.items()])
    first = _resume(module, optimizer, folder=folder, say=say)
    started, losses = time.monotonic(), []
    for step in range(first + 1, course.steps + 1):
        module.train()
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * rate_at(step - 1, steps=course.steps)
        optimizer.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, LONGEST_STEP)
        optimizer.step()
        losses.append(value.item())
        if step % REPORT_EVERY == 0:
            recent, pace = losses[-REPORT_EVERY:], (time.monotonic() - started) / (step - first)
            say(f"step {step}: loss {sum(recent) / len(recent):.3f}, {pace:.1f} s a step")
        if step % course.save_every == 0 or step == course.steps:
            save_state(folder, step=step, module=module, rest={"optimizer": optimizer.state_dict()})
            say(f"step {step}: {measure()}")


def rate_at(step: int, *, steps: int) -> float:
    """Return the share of the full rate: rising over a tenth of the steps, then falling to a tenth."""
    rise = max(1, round(WARMUP * steps))
    if step < rise:
        return (step + 1) / rise
    return max(LAST_RATE, 1 - (1 - LAST_RATE) * (step - rise) / max(1, steps - rise))


def _resume(module: torch.nn.Module, optimizer: torch.optim.Optimizer, *, folder: Path, say: Say) -> int:
    """Return the step that the folder's state was saved after, 0 when there is none."""
    state = load_state(folder)
    if state is None:
        return 0
    module.load_state_dict(state["trained"], strict=False)
    optimizer.load_state_dict(state["optimizer"])
    say(f"Going on after step {state['step']}.")
    return int(state["step"])

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from eval.training.checkpoints import last_states, mean_of, steps_done
from eval.training.loop import Course, rate_at, train
from eval.training_commands import train_reader


class Line(torch.nn.Module):
    """One weight, which should become 2, and one that is frozen."""

    def __init__(self) -> None:
        super().__init__()
        self.slope = torch.nn.Parameter(torch.zeros(1))
        self.fixed = torch.nn.Parameter(torch.ones(1), requires_grad=False)


def run(module: Line, folder: Path, *, steps: int) -> list[str]:
    """Train for some steps and return what was said."""
    said: list[str] = []
    train(
        module,
        {0.1: [module.slope]},
        course=Course(steps=steps, save_every=5),
        folder=folder,
        loss=lambda: (module.slope - 2).square().sum(),
        measure=lambda: f"slope {module.slope.item():.2f}",
        say=said.append,
    )
    return said


def test_a_training_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """A second run takes the steps that are left, from the weights that were saved."""
    first = Line()
    run(first, tmp_path, steps=20)
    assert steps_done(tmp_path) == 20
    second = Line()
    said = run(second, tmp_path, steps=60)
    assert said[0] == "Going on after step 20."
    assert steps_done(tmp_path) == 60
    assert second.slope.item() == pytest.approx(2, abs=0.3)
    assert abs(second.slope.item() - 2) < abs(first.slope.item() - 2)


def test_the_last_states_are_averaged(tmp_path: Path) -> None:
    """The mean lies between them, and what is frozen is not in it."""
    module = Line()
    run(module, tmp_path, steps=20)
    saved = [torch.load(path, weights_only=True)["slope"].item() for path in sorted(tmp_path.glob("step-*.pt"))]
    mean = last_states(tmp_path)
    assert list(mean) == ["slope"]
    assert mean["slope"].item() == pytest.approx(sum(saved[-3:]) / 3)


def test_two_courses_are_blended_halfway(tmp_path: Path) -> None:
    """Every weight lies in the middle of what each course ended with, and other layers have no middle with these."""
    states = []
    for name, steps in (("first", 4), ("second", 40)):
        run(Line(), tmp_path / name, steps=steps)
        states.append(last_states(tmp_path / name))
    ends = [state["slope"].item() for state in states]
    assert ends[0] != pytest.approx(ends[1], abs=0.01)
    assert mean_of(states)["slope"].item() == pytest.approx(sum(ends) / 2)
    assert mean_of(states[:1])["slope"].item() == pytest.approx(ends[0])
    with pytest.raises(ValueError, match="different layers"):
        mean_of([states[0], {}])


def test_the_rate_rises_and_falls() -> None:
    """It starts low, is whole after a tenth of the steps and ends at a tenth."""
    rates = [rate_at(step, steps=100) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[10] == 1
    assert rates[100] == pytest.approx(0.1)
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_a_blend_needs_an_earlier_course(tmp_path: Path) -> None:
    """Without one there is nothing to blend with, and nothing is trained."""
    result = CliRunner().invoke(train_reader, ["--data", str(tmp_path), "--into", str(tmp_path / "out"), "--blend"])
    assert result.exit_code == 2
    assert "--blend needs --start" in result.output
    assert not (tmp_path / "out").exists()

"""The scores of two or more runs on the same questions, turned into differences that can be trusted or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from rich.box import SIMPLE_HEAD
from rich.table import Table

from eval.metrics import SCORES
from eval.metrics.statistics import Alternative, Estimate, mean, paired_p
from rag.errors import ReferatError

SIGNIFICANT = 0.05
MEASURES = ("success@1", "success@5", "mrr", "ndcg@10", "recall@10", "must_contain")
"""What systems are compared by where nothing else is asked for."""
GUARDED = ("success@1", "mrr", "must_contain")
"""What must not fall below a baseline."""


class Scored(Protocol):
    """One question of a run with its scores; a `Judgement` is one, and so is a row of a stored run."""

    @property
    def id(self) -> str:
        """The id of the question."""

    @property
    def scores(self) -> Mapping[str, float]:
        """What the question tells, from 0 to 1 by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one measure changes from a run to another, over the questions that both tell it of."""

    measure: str
    before: float
    after: float
    change: Estimate
    p_value: float
    won: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def significant(self) -> bool:
        """Whether chance alone would seldom (one time in twenty) do this."""
        return self.p_value < SIGNIFICANT


def differences(
    before: Sequence[Scored],
    after: Sequence[Scored],
    *,
    measures: Sequence[str] = MEASURES,
    alternative: Alternative = "two-sided",
) -> list[Difference]:
    """Compare two runs question by question, for each measure that both hold.

    Raises ReferatError when the runs share no question.
    """
    first, second = ({one.id: one.scores for one in run} for run in (before, after))
    shared = [name for name in first if name in second]
    if not shared:
        raise ReferatError("The two runs share no question, so they cannot be compared.")
    found = (
        _difference(measure, {name: (first[name], second[name]) for name in shared}, alternative=alternative)
        for measure in measures
    )
    return [difference for difference in found if difference]


def _difference(
    measure: str, scores: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]], *, alternative: Alternative
) -> Difference | None:
    pairs = {
        name: (before[measure], after[measure])
        for name, (before, after) in scores.items()
        if measure in before and measure in after
    }
    changes = {name: after - before for name, (before, after) in pairs.items()}
    change = mean(changes.values())
    if change is None:
        return None
    return Difference(
        measure=measure,
        before=sum(before for before, _ in pairs.values()) / len(pairs),
        after=sum(after for _, after in pairs.values()) / len(pairs),
        change=change,
        p_value=paired_p(list(changes.values()), alternative=alternative),
        won=tuple(name for name, value in changes.items() if value > 0),
        lost=tuple(name for name, value in changes.items() if value < 0),
    )


def moves(
    before: Sequence[Scored], after: Sequence[Scored], *, measure: str, words: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """Return the questions whose score by a measure has changed, the won ones first, as lines of text.

    Raises ReferatError where no question has such a score.
    """
    (found,) = differences(before, after, measures=[measure]) or (None,)
    if found is None:
        raise ReferatError(f"No question of both runs has a score {measure}; there are {', '.join(SCORES)}.")
    first, second = ({one.id: one.scores for one in run} for run in (before, after))
    return [
        f"{what} {name} {decimals(first[name][measure])} → {decimals(second[name][measure])}{_said(words.get(name))}"
        for what, names in (("won ", found.won), ("lost", found.lost))
        for name in names
    ]


def _said(words: str | None) -> str:
    return f" {words}" if words else ""


def table(found: Sequence[Difference], *, title: str) -> Table:
    """Lay out how each measure changes, with the interval of the change and its p-value."""
    laid_out = _empty_table(title=title, caption=None)
    laid_out.add_column("")
    for heading in ("n", "before", "after", "change", "95 % interval", "p", "won", "lost"):
        laid_out.add_column(heading, justify="right", no_wrap=True)
    for one in found:
        laid_out.add_row(
            one.measure,
            str(one.change.n),
            decimals(one.before),
            decimals(one.after),
            signed(one.change.value),
            f"{signed(one.change.low)} to {signed(one.change.high)}",
            p_in_words(one.p_value) + ("*" if one.significant else " "),
            str(len(one.won)),
            str(len(one.lost)),
        )
    return laid_out


def table_of(
    runs: Mapping[str, Sequence[Scored]], against: str, *, measures: Sequence[str] = MEASURES, title: str = ""
) -> Table:
    """Lay systems out side by side, each measure with its interval and the p-value of its difference to `against`.

    To claim that one system beats every other, each of its p-values must be small: no correction is needed then.
    """
    told = [measure for measure in measures if any(measure in one.scores for run in runs.values() for one in run)]
    caption = f"In brackets the 95 % interval; p: paired randomisation test of the difference to {against}."
    laid_out = _empty_table(title=title or None, caption=caption)
    laid_out.add_column("system")
    for measure in told:
        laid_out.add_column(measure, justify="right", no_wrap=True)
        laid_out.add_column("p", justify="right", no_wrap=True)
    for name, run in runs.items():
        compared = {} if name == against else _by_measure(runs[against], run, measures=told)
        laid_out.add_row(name, *(cell for measure in told for cell in _cells(run, measure, compared)))
    return laid_out


def _empty_table(*, title: str | None, caption: str | None) -> Table:
    return Table(
        title=title,
        caption=caption,
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )


def _by_measure(before: Sequence[Scored], after: Sequence[Scored], *, measures: Sequence[str]) -> dict[str, Difference]:
    return {difference.measure: difference for difference in differences(before, after, measures=measures)}


def _cells(run: Sequence[Scored], measure: str, compared: Mapping[str, Difference]) -> tuple[str, str]:
    """Return a measure with its interval, and the p-value with a sign for the way of the difference."""
    figure = mean(one.scores[measure] for one in run if measure in one.scores)
    shown = f"{decimals(figure.value)} [{decimals(figure.low)}–{decimals(figure.high)}]" if figure else "–"
    if measure not in compared:
        return shown.replace("[", r"\["), ""
    return shown.replace("[", r"\["), p_in_words(compared[measure].p_value)


def decimals(value: float) -> str:
    """Return a share from 0 to 1 in four characters: .875, 1.00."""
    shown = f"{value:.3f}"
    return shown.removeprefix("0") if shown.startswith("0") else f"{value:.2f}"


def signed(value: float) -> str:
    """Return a change of a share with its sign: +.025, −.040, 0."""
    sign = "+" if value > 0 else "−"
    return f"{sign}{decimals(abs(value))}" if round(value, 3) else "0"


def p_in_words(value: float) -> str:
    """Return a p-value as it is printed: .034, <.001."""
    return "<.001" if value < 0.001 else decimals(value)  # noqa: PLR2004  (the smallest with three decimals)

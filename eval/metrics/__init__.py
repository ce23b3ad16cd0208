"""Questions with the answers they got, turned into scores, and scores into figures; pure functions of values."""

from eval.metrics.abstention import Abstention, abstention
from eval.metrics.figures import SCORES, TOTAL, Figures, Outcome, by_type, groups, summarise
from eval.metrics.judging import SUCCESS_AT, Asked, Judgement, judge
from eval.metrics.statistics import Estimate

__all__ = [
    "SCORES",
    "SUCCESS_AT",
    "TOTAL",
    "Abstention",
    "Asked",
    "Estimate",
    "Figures",
    "Judgement",
    "Outcome",
    "abstention",
    "by_type",
    "groups",
    "judge",
    "summarise",
]

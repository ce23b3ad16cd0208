"""Headings of minutes without numbers recognised as items: marked headings, else short lines that stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.parsing.flow import Flow, FlowLine
from index.parsing.headings import match_heading
from index.parsing.items import Candidate
from index.parsing.participants import names_person

MAX_HEADING = 80
_NOT_A_TITLE = re.compile(
    r"(?:tid|sted|dato|møde\w*|til ?stede|afbud|referent|ordstyrer|dagsorden|referat)\b", re.IGNORECASE
)


def find_unnumbered(flow: Flow) -> list[Candidate]:
    """Return the items of minutes that number nothing; their numbers count from 1."""
    lines = flow.lines
    levels = Counter(line.level for line in lines if line.level and match_heading(line) is None)
    level = next((level for level in sorted(levels) if levels[level] > 1), None)
    if level is not None:
        found = [i for i, line in enumerate(lines) if line.level == level and match_heading(line) is None]
    else:
        found = [i for i in range(1, len(lines)) if _stands_alone(lines, i)]
    return [
        Candidate(line=i, number=str(n), key=(n,), prefix=False, title=lines[i].text, score=0)
        for n, i in enumerate(found if len(found) > 1 else [], start=1)
    ]


def _stands_alone(lines: Sequence[FlowLine], i: int) -> bool:
    """Tell whether a short line without full stop heads the longer text that follows it."""
    line = lines[i]
    if not line.gap or line.side or line.row or len(line.text) > MAX_HEADING or not line.text[:1].isupper():
        return False
    if line.text.endswith((".", ",", ";", ":")) or _NOT_A_TITLE.match(line.text) or match_heading(line):
        return False
    following = lines[i + 1 : i + 2]
    return bool(following) and len(following[0].text) > len(line.text) and not names_person(line.text)

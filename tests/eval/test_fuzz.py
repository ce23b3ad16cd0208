from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import fuzz as fuzzing
from eval.commands import SAMPLES
from eval.inputs import make
from index.parsing import parse_document
from index.reading.document import Line, RawDocument


def test_seed_makes_the_same_file_again() -> None:
    """A fault can be looked at again by its seed, and seeds make different files."""
    samples = [("a.txt", b"1. Velkomst"), ("b.md", b"## 2. Lukning")]
    made = [make(seed, samples=samples) for seed in range(50)]
    assert made == [make(seed, samples=samples) for seed in range(50)]
    assert len(set(made)) > 40


def test_hostile_files_are_read_or_refused_by_a_process_of_their_own() -> None:
    """A run counts every file, and finds no fault in the readers and the parser."""
    steps: list[None] = []
    outcome = fuzzing.fuzz(SAMPLES, inputs=20, seed=0, done=lambda: steps.append(None))
    assert outcome.faults == []
    assert outcome.counts.total() == len(steps) == 20
    assert outcome.counts[fuzzing.READ] > outcome.counts[fuzzing.FAULT] == 0
    assert len(outcome.slowest) == fuzzing.SLOWEST
    assert outcome.peak < fuzzing.MEGABYTES


def test_file_that_takes_too_long_is_a_fault_and_the_run_goes_on() -> None:
    """A worker that does not answer is ended, and the files after it are read by a new one."""
    outcome = fuzzing.fuzz(SAMPLES, inputs=2, seed=0, seconds=0.0)
    assert [fault.seed for fault in outcome.faults] == [0, 1]
    assert fuzzing.verdict(outcome).startswith("seed 0 (seed 0): hangs")


def test_what_is_no_reading_error_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error's kind, words and place are told."""
    monkeypatch.setattr("index.parsing.parse_document", lambda document: document.nowhere)
    assert fuzzing.attempt(("a.txt", b"1. Velkomst"), folder=tmp_path).startswith("AttributeError: ")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_any_made_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Nothing but a clear refusal comes out of the readers and the parser."""
    made = make(seed, samples=[("a.txt", b"1. Velkomst\n\nBeslutning\nGodkendt."), ("b.html", b"<h2>2. Lukning</h2>")])
    assert fuzzing.attempt(made, folder=tmp_path_factory.mktemp("fil")) in (fuzzing.READ, fuzzing.REFUSED)


PIECES = st.sampled_from(
    [
        "1. ",
        "2) ",
        "AD. 3: ",
        "Beslutning",
        "Indstilling:",
        "Godkendt.",
        "Afbud: Anna Berg",
        "3. maj 2024",
        "....",
        " | ",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=6).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.builds(Line, text=TEXTS, level=st.integers(0, 6), row=st.booleans()), min_size=1, max_size=30),
    wrapped=st.sampled_from([True, False, None]),
)
def test_any_lines_become_a_meeting(lines: list[Line], wrapped: bool | None) -> None:
    """The parser takes whatever lines a reader may hand on, also half characters and control characters."""
    document = RawDocument(path=Path("a.txt"), content_hash="0", kind="txt", lines=tuple(lines), wrapped=wrapped)
    assert parse_document(document).source.name == "a.txt"

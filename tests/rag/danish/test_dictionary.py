"""A word is told to be Danish or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.danish.dictionary import is_danish

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("word", ["rehabiliteringen", "sårbare", "hund", "svømmehal", "udsat"])
def test_a_danish_word_is_known(word: str) -> None:
    """Words are known in all their forms."""
    assert is_danish(word)


@pytest.mark.parametrize("word", ["rehabilietring", "sarbare", "bornehave", "komuner"])
def test_a_mistyped_word_is_not_known(word: str) -> None:
    """A slip, or a missing Danish letter, makes no word."""
    assert not is_danish(word)


def test_the_dictionary_is_loaded_only_when_it_is_asked() -> None:
    """Who imports the speller does not pay for the dictionary."""
    code = "import sys, rag.danish.spelling; print('simplemma' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"

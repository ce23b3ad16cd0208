"""A word, told to be Danish or not by the dictionary that simplemma brings."""

from __future__ import annotations


def is_danish(word: str) -> bool:
    """Tell whether a lower-case word is a Danish one, inflected or not, or a well-known name.

    The first call loads the dictionary: about a second, and 90 MB that stay.
    """
    from simplemma import is_known  # noqa: PLC0415

    return is_known(word, lang="da")

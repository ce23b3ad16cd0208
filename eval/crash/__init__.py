"""Crash safety, tried out: `python -m eval.crash`."""

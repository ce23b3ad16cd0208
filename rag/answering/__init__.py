"""Hits turned into an answer: which words are shown, what they are called, and when to stay silent."""

from rag.answering.compose import compose, define, looked_up, silence, treated

__all__ = ["compose", "define", "looked_up", "silence", "treated"]

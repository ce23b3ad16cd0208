"""From the lines of a file to a meeting with items and sections; pure, no input or output."""

from index.parsing.meeting import parse_document

__all__ = ["parse_document"]

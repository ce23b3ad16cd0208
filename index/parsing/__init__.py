"""From the lines of a file to a meeting with items and sections; pure, no input or output."""

from index.parsing.meeting import Parsed, parse_document, understand

__all__ = ["Parsed", "parse_document", "understand"]

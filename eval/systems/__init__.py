"""The systems that a run compares: the full one, simple ones that it must beat, and itself with a part taken out.

- `places`   the catalog -> agenda items with their text, and found items -> an answer
- `lexical`  BM25 over whole items, as it is and on Danish words
- `dense`    nearest chunks: of fixed length as a llama-index pipeline makes them, and ours with their headers
- `parts`    the full system, and what is taken out of it one at a time
- `lineup`   all of them by name
"""

from __future__ import annotations

from eval.systems.lineup import FULL, lineup

__all__ = ["FULL", "lineup"]

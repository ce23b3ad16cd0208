"""What a run of `referat index` did, counted by document."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from index.planning import Action, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be indexed, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A file that was left out, because another with the same content is indexed."""

    path: Path
    original: Path


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a run did, by document."""

    added: int = 0
    replaced: int = 0
    moved: int = 0
    unchanged: int = 0
    removed: int = 0
    chunks: int = 0
    failed: list[Failure] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    def note(self, step: Step) -> None:
        """Count a document that nothing has to be done for."""
        match step.action:
            case Action.FAILED:
                self.failed.append(Failure(path=step.path, reason=step.note))
            case Action.UNCHANGED:
                self.unchanged += 1
            case Action.DUPLICATE:
                self.duplicates.append(Duplicate(path=step.path, original=Path(step.note)))

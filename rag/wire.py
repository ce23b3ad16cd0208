"""An answer as the plain objects of the public contract (POST /api/ask, `referat ask --json`)."""

from __future__ import annotations

from typing import Any

from rag.domain import Answer, Citation, Constraint, Deadline, Hit


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """Return the answer as JSON objects; dates are ISO strings, unknown ones None."""
    return {
        "answer": answer.text,
        "abstained": answer.abstained,
        "confidence": round(answer.confidence, 4),
        "citations": [citation_to_dict(citation) for citation in answer.citations],
        "hits": [hit_to_dict(hit) for hit in answer.hits],
        "understood": [constraint_to_dict(constraint) for constraint in answer.understood],
        "mode": answer.mode,
        "quotes": {"checked": len(answer.citations), "dropped": answer.dropped},
        "timing_ms": {"total": round(answer.timing_ms, 2)},
    }


def citation_to_dict(citation: Citation) -> dict[str, Any]:
    """Return a quotation with its place."""
    meeting, item = citation.meeting, citation.item
    return {
        "number": citation.number,
        "item_id": item.id,
        "meeting_id": meeting.id,
        "forum": meeting.forum,
        "meeting_date": meeting.date.isoformat() if meeting.date else None,
        "item_number": item.number,
        "item_title": item.title,
        "section": citation.section.kind.value,
        "quote": citation.quote,
        "core": list(citation.core) if citation.core else None,
        "source": meeting.source.name,
        "url": citation.url,
    }


def constraint_to_dict(constraint: Constraint) -> dict[str, Any]:
    """Return a limit that was read out of the question."""
    return {"kind": constraint.kind.value, "label": constraint.label, "hard": constraint.hard}


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """Return a ranked agenda item."""
    return {
        "rank": hit.rank,
        "item_id": hit.item.id,
        "item_number": hit.item.number,
        "item_title": hit.item.title,
        "meeting_date": hit.meeting.date.isoformat() if hit.meeting.date else None,
        "forum": hit.meeting.forum,
        "source": hit.meeting.source.name,
        "score": round(hit.score, 6),
    }


def deadline_to_dict(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline with its words and the section they stand in."""
    return {
        "due": deadline.due.isoformat(),
        "words": deadline.words,
        "section": deadline.kind.value,
        "section_id": deadline.section_id,
    }

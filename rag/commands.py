"""The commands of the online path: `referat ask`, `referat chat` and `referat status`."""

from __future__ import annotations

import json
import sys
from datetime import datetime

import click

from rag.answering.phrases import place
from rag.config import load_settings
from rag.domain import Answer, DocumentType, Filters, Turn
from rag.privacy import Contacts
from rag.understanding import limited_to

REMEMBERED = 20
"""Messages of a chat that go with a question."""


@click.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON, as POST /api/ask returns it.")
@click.option("--forum", help="Only this forum (words of its name).")
@click.option("--from", "date_from", type=click.DateTime(["%Y-%m-%d"]), help="Only meetings from this day on.")
@click.option("--to", "date_to", type=click.DateTime(["%Y-%m-%d"]), help="Only meetings until this day.")
@click.option("--type", "document_type", type=click.Choice([t.value for t in DocumentType]), help="Only this type.")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="How many items to rank.")
def ask(
    question: str,
    *,
    as_json: bool,
    forum: str | None,
    date_from: datetime | None,
    date_to: datetime | None,
    document_type: str | None,
    limit: int,
) -> None:
    """Ask the indexed minutes a QUESTION; the answer is Danish, with its place in the minutes."""
    from rag.assistant import Assistant  # noqa: PLC0415  (keeps `--help` fast)

    filters = Filters(
        forum=forum,
        date_from=date_from.date() if date_from else None,
        date_to=date_to.date() if date_to else None,
        document_type=DocumentType(document_type) if document_type else None,
    )
    settings = load_settings()
    with Assistant.open(settings) as assistant:
        found = assistant.ask(question, filters=filters, limit=limit)
    answer = Contacts(shown=settings.show_contacts).in_answer(found)
    if as_json:
        from rag.wire import answer_to_dict  # noqa: PLC0415

        click.echo(json.dumps(answer_to_dict(answer), ensure_ascii=False, indent=2))
    else:
        click.echo(in_words(answer, bold=sys.stdout.isatty()))


def in_words(answer: Answer, *, bold: bool = False) -> str:
    """Lay an answer out for a terminal: the text, with the cores of its quotations bold, and its sources."""
    lines = [_with_bold_cores(answer) if bold else answer.text, "", *limited_to(answer.understood)]
    if answer.citations:
        lines.append("Kilder:")
    lines += [
        f"  [{c.number}] {place(c.meeting, c.item)} · {c.section.kind.value} · {c.meeting.source.name}"
        for c in answer.citations
    ]
    return "\n".join(lines).rstrip()


def _with_bold_cores(answer: Answer) -> str:
    text, begin = answer.text, 0
    for citation in answer.citations:
        place = text.find(citation.quote, begin)
        if place >= 0 and citation.core:
            start, end = (place + it for it in citation.core)
            text = text[:start] + click.style(text[start:end], bold=True) + text[end:]
        begin = max(begin, place + len(citation.quote))
    return text


@click.command()
def chat() -> None:
    """Ask one question after the other, each in the light of those before it.

    Lines are also read from a pipe. An empty line begins a new conversation, the end of the input ends.
    """
    from rag.assistant import Assistant  # noqa: PLC0415  (keeps `--help` fast)

    settings = load_settings()
    contacts = Contacts(shown=settings.show_contacts)
    history: list[Turn] = []
    with Assistant.open(settings) as assistant:
        while (question := _read_question()) is not None:
            if not question:
                history.clear()
                continue
            answer = contacts.in_answer(assistant.ask(question, history=history[-REMEMBERED:]))
            history += [Turn(role="user", content=question), Turn(role="assistant", content=answer.text)]
            click.echo(f"{in_words(answer, bold=sys.stdout.isatty())}\n")


def _read_question() -> str | None:
    """Read a line, with a prompt where somebody types; None at the end."""
    typed = sys.stdin.isatty()
    try:
        return input("> " if typed else "").strip()
    except (EOFError, KeyboardInterrupt):
        if typed:
            click.echo()
        return None


@click.command()
def status() -> None:
    """Show what is indexed: counts, period, forums and documents."""
    from rag.catalog import Catalog  # noqa: PLC0415  (keeps `--help` fast)

    settings = load_settings()
    with Catalog.open(settings.catalog_url) as catalog:
        counts, period = catalog.counts(), catalog.period()
        span = f", {period[0].isoformat()} to {period[1].isoformat()}" if period else ""
        click.echo(f"{counts.meetings} documents, {counts.items} items, {counts.chunks} chunks{span}.")
        click.echo(f"Data directory: {settings.data_dir.resolve()}")
        for stored in catalog.sources():
            click.echo(f"  {'' if stored.complete else '(incomplete) '}{stored.path}")

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import gradio as gr
import httpx
import pytest

from api.app import create_api
from tests.minutes import (
    HOSTILE_QUESTION,
    QUESTION,
    QUOTE,
    FakeOpenAssistant,
    OutOfOrderError,
    open_fake,
    settings_in,
)
from ui import text
from ui.client import Api
from ui.pages import asking, asking_without, build_page
from ui.render import Exchange

NO_FILTERS = ("", "", "", "")


@asynccontextmanager
async def pages(folder: Path) -> AsyncIterator[tuple[Callable[..., Awaitable[list[Any]]], FakeOpenAssistant]]:
    """Give a function that collects the steps of a question, and the assistant behind the interface."""
    app = create_api(settings_in(folder), open_fake)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test.invalid") as http,
    ):
        ask = asking(Api(http))

        async def steps(*inputs: object) -> list[Any]:
            return [step async for step in ask(*inputs)]

        yield steps, app.state.assistant


def ask(folder: Path, *inputs: object) -> list[Any]:
    """Return the steps of one question."""

    async def run() -> list[Any]:
        async with pages(folder) as (steps, _):
            return await steps(*inputs)

    return anyio.run(run)


def test_a_question_is_shown_at_once_and_then_answered(tmp_path: Path) -> None:
    """The first step shows the question while it is looked for, the second its answer and the cited passage."""
    searching, answered = ask(tmp_path, QUESTION, [], *NO_FILTERS)

    assert QUESTION in searching[0]
    assert "Søger i referaterne" in searching[0]
    assert QUOTE in answered[0]
    assert f"<mark>{QUOTE}</mark>" in answered[1]
    assert "Gruppen drøftede modellen." in answered[1]
    assert [exchange.question for exchange in answered[2]] == [QUESTION]
    assert answered[3] == ""


def test_the_conversation_goes_with_the_next_question(tmp_path: Path) -> None:
    """Earlier questions and answers are sent as history, what got no answer is not."""

    async def run() -> FakeOpenAssistant:
        async with pages(tmp_path) as (steps, assistant):
            first = await steps(QUESTION, [], *NO_FILTERS)
            said = [Exchange("Hvad?", note="Gik galt"), *first[-1][2]]
            await steps("Og hvem har ansvaret?", said, *NO_FILTERS)
            return assistant

    last = anyio.run(run).calls[-1]
    assert [turn.role for turn in last.history] == ["user", "assistant"]
    assert last.history[0].content == QUESTION
    assert QUOTE in last.history[1].content


def test_a_long_conversation_is_cut_to_what_the_interface_takes(tmp_path: Path) -> None:
    """Only the latest messages are sent; the conversation stays whole on the page."""
    said = [Exchange(f"Spørgsmål {n}", answer={"answer": "Ja", "citations": [], "hits": []}) for n in range(30)]

    answered = ask(tmp_path, QUESTION, said, *NO_FILTERS)[-1]

    assert QUOTE in answered[0]
    assert "Spørgsmål 0" in answered[0]


def test_filters_are_sent_as_dates_and_names(tmp_path: Path) -> None:
    """Dates are typed the Danish way, a year as an end is its last day, and empty fields limit nothing."""

    async def run() -> FakeOpenAssistant:
        async with pages(tmp_path) as (steps, assistant):
            await steps(QUESTION, [], "Styregruppen, Fjordklyngen", "referat", "1.2.2021", "2023")
            await steps(QUESTION, [], "", "", "", None)
            return assistant

    limited, free = (call.filters for call in anyio.run(run).calls)
    assert limited.forum == "Styregruppen, Fjordklyngen"
    assert (str(limited.date_from), str(limited.date_to)) == ("2021-02-01", "2023-12-31")
    assert (free.forum, free.date_from, free.date_to, free.document_type) == (None, None, None, None)


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (("", "", "i går", ""), "»i går« kan ikke læses som en dato."),
        (("", "", "2022", "2021"), "date_from må ikke ligge efter date_to"),
    ],
)
def test_a_wrong_filter_is_explained_and_the_question_kept(
    tmp_path: Path, filters: tuple[str, ...], sentence: str
) -> None:
    """What was typed stays in its field when it could not be asked, with the reason in the answer's place."""
    refused = ask(tmp_path, QUESTION, [], *filters)[-1]

    assert sentence in refused[0]
    assert refused[3] == QUESTION


def test_a_server_that_cannot_answer_says_so_in_danish(tmp_path: Path) -> None:
    """Neither an index out of order nor a crash shows more than that it should be tried again."""

    async def run(broken: Exception) -> list[Any]:
        async with pages(tmp_path) as (steps, assistant):
            assistant.broken = broken
            return await steps(QUESTION, [], *NO_FILTERS)

    for broken in (OutOfOrderError("disk full"), RuntimeError("disk full")):
        shown = anyio.run(run, broken)[-1][0]
        assert "røv igen" in shown
        assert "disk full" not in shown


def test_an_empty_question_changes_nothing(tmp_path: Path) -> None:
    """Pressing Enter in an empty field shows the conversation as it was."""
    said = [Exchange("Hvad?", note="Gik galt")]

    (unchanged,) = ask(tmp_path, "   ", said, *NO_FILTERS)

    assert unchanged[2] == said


def test_hostile_minutes_are_shown_as_text(tmp_path: Path) -> None:
    """A script in an answer, a quotation or a title reaches the page escaped."""
    answered = ask(tmp_path, HOSTILE_QUESTION, [], *NO_FILTERS)[-1]

    for shown in answered[:2]:
        assert "&lt;script&gt;" in shown
        assert "<script" not in shown
        assert "<img" not in shown


def test_nothing_of_a_visitor_is_kept_on_the_page_itself() -> None:
    """The conversation lives in the state of the visit, and several visitors are answered at once."""

    async def build() -> gr.Blocks:  # Gradio makes its locks in the event loop it finds, or leaves one open
        return build_page(Api(httpx.AsyncClient()))

    page = anyio.run(build)
    asks = [fn for fn in page.fns.values() if fn.concurrency_id == "ask"]

    assert len(asks) > 1
    assert all(fn.concurrency_limit == 8 for fn in asks)
    assert all(fn.api_visibility == "private" for fn in page.fns.values())


def test_limits_are_shown_and_can_be_taken_away(tmp_path: Path) -> None:
    """Each kind of limit is a button; pressing it asks again without it, and the conversation grows no longer."""

    async def run() -> tuple[Any, Any, FakeOpenAssistant]:
        app = create_api(settings_in(tmp_path), open_fake)
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://test.invalid") as http,
        ):
            api = Api(http)
            first = [step async for step in asking(api)(QUESTION, [], *NO_FILTERS)][-1]
            again = [step async for step in asking_without(api, "period")(first[2], *NO_FILTERS)][-1]
            return first, again, app.state.assistant

    first, again, assistant = anyio.run(run)
    shown, left = (dict(zip(text.CONSTRAINTS, step[7:], strict=True)) for step in (first, again))
    assert first[6]["visible"]
    assert shown["period"]["value"] == "Periode: kun juni 2021 ✕"
    assert shown["forum"]["value"] == "Forum: især Fjordklyngen ✕"
    assert (shown["period"]["visible"], shown["item"]["visible"]) == (True, False)
    assert (left["period"]["visible"], left["forum"]["visible"]) == (False, True)
    assert [call.ignore for call in assistant.calls] == [(), ("period",)]
    assert [exchange.question for exchange in again[2]] == [QUESTION]
    assert again[2][0].ignored == ("period",)

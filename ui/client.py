"""Questions of the pages turned into requests to the HTTP interface, and its replies into JSON objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import httpx

Json = dict[str, Any]


class Problem(Exception):  # noqa: N818  (RFC 9457's word for what it carries)
    """The interface refused or failed; `body` is its problem document."""

    def __init__(self, body: Json) -> None:
        super().__init__(body["detail"])
        self.body = body


class Api:
    """The HTTP interface as the pages use it; every method raises Problem when it is refused."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, question: str, *, history: Sequence[Json], filters: Json, ignore: Sequence[str] = ()) -> Json:
        """Return the answer to a question, without the kinds of limits to ignore."""
        body = {"question": question, "history": list(history), "filters": filters, "ignore": list(ignore)}
        return await self._send("POST", "/api/ask", body)

    async def item(self, item_id: str) -> Json:
        """Return an agenda item."""
        return await self._send("GET", f"/api/items/{quote(item_id, safe='')}")

    async def meeting(self, meeting_id: str) -> Json:
        """Return a meeting."""
        return await self._send("GET", f"/api/meetings/{quote(meeting_id, safe='')}")

    async def forums(self) -> list[str]:
        """Return the names of all forums."""
        found: list[str] = (await self._send("GET", "/api/meetings?limit=1"))["forums"]
        return found

    async def _send(self, method: str, path: str, body: Json | None = None) -> Json:
        response = await self._http.request(method, path, json=body)
        content: Json = response.json()
        if response.is_error:
            raise Problem(content)
        return content

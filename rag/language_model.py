"""A language model behind an OpenAI-compatible address: prompt in, text out, or an error in time."""

from __future__ import annotations

from typing import Protocol

from rag.config import Settings
from rag.errors import LanguageModelError

TIMEOUT = 20.0
"""Seconds a model may take before the extracted answer is given instead."""
MAX_TOKENS, CONTEXT = 500, 8192


class LanguageModel(Protocol):
    """Something that writes text; any failure is a LanguageModelError."""

    def write(self, *, system: str, user: str) -> str:
        """Return what the model writes to the two messages."""


class OpenAiLanguageModel:
    """Any OpenAI-compatible server (vLLM, Ollama, llama.cpp, Azure …), reached through llama-index."""

    def __init__(self, *, url: str, model: str, api_key: str, timeout: float = TIMEOUT) -> None:
        # Loading llama-index takes a second, which nobody without a language model should wait.
        from llama_index.llms.openai_like import OpenAILike  # noqa: PLC0415

        self._llm = OpenAILike(
            model=model,
            api_base=url,
            api_key=api_key or "none",
            is_chat_model=True,
            temperature=0.0,
            max_tokens=MAX_TOKENS,
            context_window=CONTEXT,
            timeout=timeout,
            max_retries=0,
        )

    def write(self, *, system: str, user: str) -> str:
        """Return what the model writes to the two messages."""
        from llama_index.core.llms import ChatMessage  # noqa: PLC0415
        from openai import OpenAIError  # noqa: PLC0415

        messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]
        try:
            reply: str | None = self._llm.chat(messages).message.content
        except (OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            # The last five are how llama-index fails on a reply that is not of the expected shape.
            raise LanguageModelError(f"The language model did not answer: {type(error).__name__}.") from error
        if not reply or not reply.strip():
            raise LanguageModelError("The language model answered nothing.")
        return reply


def open_language_model(settings: Settings) -> LanguageModel | None:
    """Return the language model that the settings name, None when they name none."""
    if not settings.llm_url:
        return None
    return OpenAiLanguageModel(url=settings.llm_url, model=settings.llm_model, api_key=settings.llm_api_key)

"""Environment variables with the prefix REFERAT_ (and a .env file), turned into one frozen, flat, typed object."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingsError

PREFIX = "REFERAT_"
READ_ELSEWHERE = {"REFERAT_TEST_MINUTES"}
"""Variables with our prefix that only the tests read."""


class Settings(BaseSettings):
    """All settings; the README's table is generated from the descriptions."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("data"), description="Where catalog, vectors and the unpacked model are kept.")
    database_url: str = Field("", description="Catalog; empty: SQLite in the data directory. PostgreSQL by URL.")
    qdrant_url: str = Field("", description="Qdrant server; empty: embedded Qdrant Edge in the data directory.")
    qdrant_api_key: str = Field("", description="Key of the Qdrant server.", repr=False)
    qdrant_collection: str = Field("referat", description="Collection on the Qdrant server.")
    embedding_model: str = Field(
        "", description="Empty: the bundled multilingual-e5-small; else a sentence-transformers name or path."
    )
    reranker: str = Field(
        "",
        description="Cross-encoder that reads the best items again: a sentence-transformers name or path; empty: none.",
    )
    reader: Literal["on", "off"] = Field(
        "on", description="Read the best passages with the bundled Danish reader to find the sentences that answer."
    )
    llm_url: str = Field("", description="OpenAI-compatible language model; empty: answers are extracted, no model.")
    llm_model: str = Field("", description="Name of the model at REFERAT_LLM_URL.")
    llm_api_key: str = Field("", description="Key of the language model.", repr=False)
    show_contacts: bool = Field(
        default=False, description="Show private e-mail addresses and telephone numbers; they are masked otherwise."
    )
    api_keys: str = Field(
        "", description="Comma-separated keys; empty: the API is open. Sent as X-API-Key.", repr=False
    )

    @field_validator("data_dir")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser()

    @property
    def catalog_url(self) -> str:
        """The SQLAlchemy URL of the catalog."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'catalog.db'}"


def load_settings() -> Settings:
    """Read the settings from the environment and .env.

    Raises SettingsError for an unknown REFERAT_ name or a value of the wrong type.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields} | READ_ELSEWHERE
    given = {name for name in (*os.environ, *dotenv_values(".env")) if name.upper().startswith(PREFIX)}
    if unknown := sorted(name for name in given if name.upper() not in known):
        raise SettingsError(f"Unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name} cannot be used: {first['msg']}.") from error

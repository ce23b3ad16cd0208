"""A catalog is created, migrated and opened, or it is said in one sentence why not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from rag.catalog import Catalog, database
from rag.catalog.database import HEAD, MIGRATIONS, open_database, reading
from rag.catalog.schema import meetings, metadata
from rag.domain import AgendaItem, Deadline, DocumentType, Meeting, Section, SectionKind, Source
from rag.errors import CatalogError

ROOT = Path(__file__).parents[3]
MEETING = Meeting(
    id="m",
    source=Source(path="/arkiv/m.txt", name="m.txt", content_hash="a1b2"),
    document_type=DocumentType.MINUTES,
    forum="Byrådet",
    title="Referat",
    date=None,
)


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start another process on the code."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_several_processes_may_create_the_same_catalog(url: str) -> None:
    """Whoever comes first makes the tables; the others wait and find them."""
    code = "import sys; from rag.catalog import Catalog; Catalog.open(sys.argv[1]).ping(); print('open')"
    started = [python(code, url) for _ in range(3)]
    assert [process.communicate() for process in started] == [("open\n", "")] * 3


def test_an_up_to_date_catalog_is_opened_without_alembic(sqlite_url: str) -> None:
    """Only a migration pays for the import, so that one question is answered fast."""
    Catalog.open(sqlite_url).close()
    code = "import sys; from rag.catalog import Catalog; Catalog.open(sys.argv[1]); print(*sys.modules)"
    imported, errors = python(code, sqlite_url).communicate()
    assert errors == ""
    assert "sqlalchemy" in imported.split()
    assert "alembic" not in imported.split()


def test_the_migrations_make_the_tables_of_the_schema(url: str) -> None:
    """Nothing in schema.py is missing in the migrations, or the other way round."""
    engine = open_database(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    """The constant that spares the import of Alembic is kept in step."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_catalog_of_a_newer_program_is_refused(sqlite_url: str) -> None:
    """An older program does not touch tables that it does not know."""
    Catalog.open(sqlite_url).close()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(CatalogError, match=r"newer version of this program .*9999.*; update the program"):
        Catalog.open(sqlite_url)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is named in the error."""
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"folder .*data.* cannot be created"):
        Catalog.open(f"sqlite:///{tmp_path / 'data' / 'catalog.db'}")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """The error says what is wrong with the file."""
    (tmp_path / "catalog.db").write_text("no database" * 100, encoding="utf-8")
    with pytest.raises(CatalogError, match="cannot be opened: file is not a database"):
        Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")


@pytest.mark.parametrize("url", ["catalog.db", "sqlite://", "mysql://u@h/d", "postgresql://u:secret@h:port/d", ""])
def test_a_url_that_cannot_be_used_is_told(url: str) -> None:
    """The error says what a URL looks like."""
    with pytest.raises(CatalogError, match="use sqlite:///PATH or postgresql://") as caught:
        Catalog.open(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_that_does_not_answer_is_told_without_the_password(scheme: str) -> None:
    """Every spelling of PostgreSQL's scheme reaches its driver."""
    with pytest.raises(CatalogError, match=r"cannot be opened: .*127.0.0.1") as caught:
        Catalog.open(f"{scheme}://user:secret@127.0.0.1:1/referat")
    assert "secret" not in str(caught.value)


def test_a_reader_in_the_way_of_wiping_is_told(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The meeting is deleted all the same, and the log says that its text is still on disk."""
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout = 0", *database.PRAGMAS[1:]))
    with Catalog.open(sqlite_url) as catalog, Catalog.open(sqlite_url) as other:
        catalog.store_meeting(MEETING, [], {"ord": 1})
        with reading(other._engine) as connection:  # noqa: SLF001 - stands for a process that reads for long
            assert len(connection.execute(select(meetings)).all()) == 1
            assert catalog.delete_meeting(MEETING.id)
        assert catalog.meetings() == []
    assert "Deleted text" in caplog.text


def test_an_older_catalog_is_brought_up_to_date(sqlite_url: str) -> None:
    """Agendas whose minutes are there are marked, and every path is kept as the origin of its ids."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    minutes = replace(MEETING, date=date(2024, 11, 20))
    agenda = replace(
        minutes,
        id="a",
        source=Source(path="/arkiv/a.txt", name="a.txt", content_hash="c3d4"),
        document_type=DocumentType.AGENDA,
    )
    with Catalog.open(sqlite_url) as catalog:
        for meeting in (minutes, agenda):
            catalog.store_meeting(meeting, [], {})
            catalog.mark_complete(meeting.id)
    with closing(sqlite3.connect(path)) as connection:
        for statement in (
            "DROP TABLE abbreviations",
            "DROP TABLE meeting_forms",
            "ALTER TABLE items DROP COLUMN presenters",
            "ALTER TABLE items DROP COLUMN deadlines",
            "ALTER TABLE meetings DROP COLUMN superseded",
            "ALTER TABLE meetings DROP COLUMN origin",
            "UPDATE alembic_version SET version_num = '0001'",
        ):
            connection.execute(statement)
        connection.commit()
    with pytest.raises(CatalogError, match="written by another version"):
        Catalog.peek(sqlite_url)
    with Catalog.open(sqlite_url) as catalog:
        assert catalog.superseded() == {"a"}
        assert [stored.origin for stored in catalog.sources()] == ["/arkiv/a.txt", "/arkiv/m.txt"]


def test_items_of_an_older_catalog_have_no_deadlines_yet(sqlite_url: str) -> None:
    """A catalog of before deadlines is opened with its items whole, and takes in what they are given anew."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    item = AgendaItem(id="i", number="1", ordinal=1, title="Plan", responsible=("Anne",))
    deadline = Deadline(due=date(2024, 6, 1), words="Senest 1. juni.", kind=SectionKind.OTHER, section_id="s")
    with Catalog.open(sqlite_url) as catalog:
        catalog.store_meeting(replace(MEETING, items=(item,)), [], {})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE abbreviations")
        connection.execute("DROP TABLE meeting_forms")
        for name in ("presenters", "deadlines"):
            connection.execute(f"ALTER TABLE items DROP COLUMN {name}")
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
        connection.commit()
    with Catalog.open(sqlite_url) as catalog:
        assert catalog.meeting(MEETING.id).items == (item,)
        told = replace(item, presenters=("Bo",), deadlines=(deadline,))
        catalog.store_meeting(replace(MEETING, items=(told,)), [], {})
        assert catalog.meeting(MEETING.id).items == (told,)


def test_words_as_written_are_read_from_an_older_catalog(sqlite_url: str) -> None:
    """A catalog of before the words were kept as written gets them from the text that it holds."""
    text = Section(id="s", kind=SectionKind.CASE, heading="", text="KOL-rehabilitering i Århus, Århus og Skive")
    item = AgendaItem(id="i", number="1", ordinal=1, title="Ny plan", sections=(text,))
    other = AgendaItem(id="j", number="2", ordinal=2, title="Plan for Århus")
    with Catalog.open(sqlite_url) as catalog:
        catalog.store_meeting(replace(MEETING, items=(item, other)), [], {})
        written = catalog.forms()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DROP TABLE abbreviations")
        connection.execute("DROP TABLE meeting_forms")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()
    with Catalog.open(sqlite_url) as catalog:
        assert catalog.forms() == written
    assert written.items() >= {"plan": 2, "århus": 2, "kol-rehabilitering": 1, "rehabilitering": 1}.items()


def test_a_look_into_a_catalog_makes_nothing(sqlite_url: str) -> None:
    """Where there is none, none is made; where there is one, its folder stays as it is."""
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    assert Catalog.peek(sqlite_url) is None
    assert not folder.exists()
    with Catalog.open(sqlite_url) as catalog:
        catalog.store_meeting(MEETING, [], {})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    peeked = Catalog.peek(sqlite_url)
    assert peeked is not None
    with peeked:
        assert [stored.name for stored in peeked.sources()] == ["m.txt"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_second_writer_is_refused_at_once_and_readers_go_on(url: str) -> None:
    """While one process holds the catalog for writing, another that asks is told, and reads what is committed."""
    code = (
        "import sys; from rag.catalog import Catalog; from rag.errors import CatalogError\n"
        "with Catalog.open(sys.argv[1]) as catalog:\n"
        "    print(len(catalog.sources()))\n"
        "    try:\n"
        "        with catalog.sole_writer(): print('let in')\n"
        "    except CatalogError as error: print(error)\n"
    )
    with Catalog.open(url) as catalog, catalog.sole_writer():
        catalog.store_meeting(MEETING, [], {})
        said, errors = python(code, url).communicate()
        assert errors == ""
        assert said.startswith("1\nAnother process is changing this index")
    assert python(code, url).communicate()[0] == "1\nlet in\n"

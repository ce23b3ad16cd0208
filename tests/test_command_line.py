"""The command `referat` as its users run it: output, exit codes, one clear line on failure."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rag.catalog import Catalog
from rag.config import Settings
from tests.conftest import ROOT, SAMPLES, copy_index
from tests.rag.embedding.tiny_transformer import save_tiny_model


@pytest.fixture(scope="module")
def data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory of one's own with the samples indexed."""
    folder = tmp_path_factory.mktemp("command-line")
    copy_index(sample_data, folder)
    return folder


def referat(data: Path, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a data directory and further environment variables, on what is typed."""
    environment = {**os.environ, "REFERAT_DATA_DIR": str(data), **more}
    command = [sys.executable, "-m", "rag", *words]
    return subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, check=False, cwd=ROOT)


def test_chat_goes_on_with_the_subject_until_an_empty_line(data: Path) -> None:
    """A question that leans on the one before it is read with it, and not in a new conversation."""
    lines = ["Hvad blev besluttet om KOL-rehabilitering?", "Hvem har ansvaret for det?", "", "Hvad står TOBS for?"]
    done = referat(data, "chat", typed="\n".join(lines))
    assert done.returncode == 0
    first, _, rest = done.stdout.partition("Kilder:")
    follow_up = rest.partition("\n\n")[2]
    assert "punkt 4" in first
    assert "KOL" in follow_up
    assert "TOBS står for Tidlig Opsporing af Begyndende Sygdom." in follow_up


def test_ask_prints_answer_and_sources(data: Path) -> None:
    """The answer stands first, then its sources with file names."""
    done = referat(data, "ask", "Hvad blev besluttet om KOL-rehabilitering?")
    assert done.returncode == 0
    assert "Klyngestyregruppen i Fjordklyngen besluttede den 21. maj 2025 (punkt 4" in done.stdout
    assert "Kilder:\n  [1] " in done.stdout
    assert "2025-05-21_klyngestyregruppen.txt" in done.stdout


def test_ask_as_json(data: Path) -> None:
    """With --json the whole answer is printed as one object."""
    answer = json.loads(referat(data, "ask", "Hvad er TeleKOL?", "--json", "--limit", "3").stdout)
    assert len(answer["hits"]) == 3


def test_parse_as_json(data: Path) -> None:
    """The public shape of a parsed meeting holds metadata, participants and items with sections."""
    done = referat(data, "parse", str(SAMPLES / "ksg_210120.txt"), "--json")
    meeting = json.loads(done.stdout)
    assert (meeting["document_type"], meeting["date"]) == ("referat", "2020-01-21")
    assert [item["number"] for item in meeting["items"]] == [str(n) for n in range(1, 13)]
    assert set(meeting["items"][0]) >= {
        "number", "title", "time_slot", "case_number", "closed", "outcome", "attachments", "sections",
    }  # fmt: skip
    assert set(meeting["participants"][0]) == {"name", "role", "organisation", "status"}


def test_parse_for_people(data: Path) -> None:
    """Without --json the items are listed with their sections."""
    done = referat(data, "parse", str(SAMPLES / "ksg_210120.txt"))
    assert "Opfølgende hjemmebesøg: resultater for 2019" in done.stdout
    assert "beslutning" in done.stdout


def test_status(data: Path) -> None:
    """The status counts documents and names them."""
    done = referat(data, "status")
    assert done.stdout.startswith("18 documents, ")
    assert "2025-05-21_klyngestyregruppen.txt" in done.stdout


def test_delete_and_index_again(sample_data: Path, tmp_path: Path) -> None:
    """A deleted document is gone, and indexing the folder brings only it back."""
    copy_index(sample_data, tmp_path)
    assert referat(tmp_path, "delete", "ksg_210120.txt").stdout.startswith("Deleted ")
    assert referat(tmp_path, "status").stdout.startswith("17 documents")
    again = referat(tmp_path, "index", str(SAMPLES))
    assert again.stdout.startswith("1 added, 0 replaced, 17 unchanged, 0 removed, 0 failed")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("ask",), 2, "Missing argument"),
        (("ask", "Hvad?", "--type", "brev"), 2, "brev"),
        (("nonsense",), 2, "No such command"),
        (("ask", " "), 1, "referat: Skriv et spørgsmål."),
        (("parse", "/no/such/file.txt"), 1, "referat: "),
        (("index", "/no/such/folder"), 1, "referat: "),
        (("delete", "unknown.txt"), 1, "referat: Nothing indexed is called 'unknown.txt'"),
    ],
)
def test_failures(data: Path, words: tuple[str, ...], code: int, message: str) -> None:
    """Wrong use ends with 2, a failure with 1, and stderr says why without a traceback."""
    done = referat(data, *words)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_setting_is_refused(data: Path) -> None:
    """A misspelt setting is named instead of ignored."""
    done = referat(data, "status", REFERAT_DATABSE_URL="x")
    assert done.returncode == 1
    assert "REFERAT_DATABSE_URL" in done.stderr


def test_a_second_process_is_told_who_holds_the_index(data: Path) -> None:
    """While one process holds the embedded store, another gets a clear line and changes nothing."""
    holder = (
        "import os, sys; from pathlib import Path; from rag.store import open_store; from rag.config import Settings;"
        "store = open_store(Settings(data_dir=Path(os.environ['REFERAT_DATA_DIR'])), 384);"
        "print('open', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "REFERAT_DATA_DIR": str(data)}
    with subprocess.Popen(
        [sys.executable, "-c", holder],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ) as first:  # fmt: skip
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        done = referat(data, "ask", "Hvad er TeleKOL?")
        first.communicate()
    assert done.returncode == 1
    assert "another process" in done.stderr.lower()


def test_torch_is_not_on_the_way_to_an_answer(data: Path) -> None:
    """Answering a question imports neither torch nor llama-index nor the page."""
    program = (
        "import os, sys; from pathlib import Path\n"
        "from rag.assistant import Assistant; from rag.config import Settings\n"
        "with Assistant.open(Settings(data_dir=Path(os.environ['REFERAT_DATA_DIR']))) as a: a.ask('Hvad er TeleKOL?')\n"
        "print([m for m in ('torch', 'llama_index', 'gradio', 'sentence_transformers') if m in sys.modules])"
    )
    environment = {**os.environ, "REFERAT_DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_another_model_is_refused_until_the_index_is_rebuilt(tmp_path: Path, sample_data: Path) -> None:
    """A model with longer or shorter vectors is refused with the command that rebuilds, and that command works."""
    (tmp_path / "models").symlink_to(sample_data / "models")
    minutes = tmp_path / "minutes"
    minutes.mkdir()
    shutil.copy(SAMPLES / "ksg_210120.txt", minutes)
    assert referat(tmp_path, "index", str(minutes)).returncode == 0
    other = str(save_tiny_model(tmp_path / "tiny", prompts={}))
    refused = referat(tmp_path, "ask", "Hvad er TeleKOL?", REFERAT_EMBEDDING_MODEL=other)
    assert refused.returncode == 1
    assert "referat rebuild" in refused.stderr
    shutil.rmtree(minutes)
    rebuilt = referat(tmp_path, "rebuild", REFERAT_EMBEDDING_MODEL=other)
    assert rebuilt.stdout.startswith("Rebuilt the vectors of 1 documents")
    assert referat(tmp_path, "ask", "Hvad er TeleKOL?", REFERAT_EMBEDDING_MODEL=other).returncode == 0


def test_a_dry_run_makes_no_data_directory(tmp_path: Path) -> None:
    """What would happen to each document is listed, failures with their reasons, and nothing is written."""
    minutes = tmp_path / "minutes"
    minutes.mkdir()
    shutil.copy(SAMPLES / "ksg_210120.txt", minutes)
    (minutes / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    done = referat(tmp_path / "data", "index", "--dry-run", str(minutes))
    assert done.returncode == 1
    assert f"added     {minutes / 'ksg_210120.txt'}" in done.stdout
    assert f"failed    {minutes / 'broken.pdf'}" in done.stdout
    assert "1 added, 0 replaced, 0 unchanged, 0 removed, 1 failed; nothing was changed." in done.stdout
    assert f"referat: {minutes / 'broken.pdf'}: " in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_run_with_nothing_to_do_loads_no_model(sample_data: Path, tmp_path: Path) -> None:
    """Where every file is indexed as it is, neither model nor store nor readers are loaded."""
    copy_index(sample_data, tmp_path)
    program = (
        "import sys; from rag.cli import referat\n"
        f"try: referat(['index', {str(SAMPLES)!r}])\n"
        "except SystemExit as end: print(end.code)\n"
        "print([m for m in ('onnxruntime', 'qdrant_edge', 'llama_index', 'pdfplumber', 'bs4') if m in sys.modules])"
    )
    environment = {**os.environ, "REFERAT_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "0 added, 0 replaced, 18 unchanged, 0 removed, 0 failed; 0 chunks.\n0\n[]\n"


def test_check_finds_and_repairs(sample_data: Path, tmp_path: Path) -> None:
    """An index in order passes; one without its vectors does not, until it is repaired."""
    copy_index(sample_data, tmp_path)
    assert referat(tmp_path, "check").stdout == "Catalog and store agree.\n"
    shutil.rmtree(tmp_path / "vectors")
    found = referat(tmp_path, "check")
    assert found.returncode == 1
    assert "ksg_210120.txt lacks " in found.stdout
    repaired = referat(tmp_path, "check", "--repair")
    assert (repaired.returncode, repaired.stdout.splitlines()[-1]) == (0, "Repaired.")
    assert referat(tmp_path, "check").returncode == 0


def test_a_second_writer_is_told_at_once(sample_data: Path, tmp_path: Path) -> None:
    """While one command changes the index, another is refused, and the catalog can be read."""
    copy_index(sample_data, tmp_path)
    with Catalog.open(Settings(data_dir=tmp_path).catalog_url) as catalog, catalog.sole_writer():
        refused = referat(tmp_path, "index", str(SAMPLES))
        assert refused.returncode == 1
        assert refused.stderr.startswith("referat: Another process is changing this index")
        assert referat(tmp_path, "status").stdout.startswith("18 documents")

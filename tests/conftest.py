"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of an installed Chromium; without one the test is skipped, and in CI it fails."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = f"no browser on the path (looked for {', '.join(BROWSERS)}); see CONTRIBUTING.md"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def minutes_folder() -> Path:
    """Return the folder of real minutes (REFERAT_TEST_MINUTES); where there is none the test is skipped, in CI it fails."""
    folder = Path(os.environ.get("REFERAT_TEST_MINUTES", "../shared/minutes")).resolve()
    if not folder.is_dir():
        message = f"no real minutes at {folder}; set REFERAT_TEST_MINUTES to their folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder

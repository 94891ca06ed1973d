"""The tests of this room pass in a project without Oscar and without the marketplace (tests/alone)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("browser", "postgres", "redis", "elasticsearch", "browser_tools", "marketplace")
OF_THE_STACK = {
    "DATABASE_URL",
    "REDIS_URL",
    "ELASTICSEARCH_URL",
    "REQUIRE_FULL_STACK",
    "PYTEST_ADDOPTS",
    "DJANGO_SETTINGS_MODULE",
}


@pytest.mark.marketplace
@pytest.mark.timeout(1800)
def test_training_works_where_oscar_cannot_be_imported():
    environment = {
        name: value for name, value in os.environ.items() if name not in OF_THE_STACK and "XDIST" not in name
    }
    marked = " and ".join(f"not {one}" for one in LEFT_OUT)
    options = ["-p", "tests.alone.without_oscar", "--ds=tests.alone.settings", "-n0", "-q", "-x", "-m", marked]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "tests/training"],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1700,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout

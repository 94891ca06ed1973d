"""Leaves out the tests whose servers or browser are not here, and says so; REQUIRE_FULL_STACK=1 makes that an error.

`eval "$(.ci/stack env)"` brings what is missing.
"""

import importlib.util
import os

import pytest

from tests.plugins.chromium import chromium_path


def missing_parts():
    """The markers whose tests cannot run here, each with what it lacks."""
    missing = {}
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        missing["postgres"] = "DATABASE_URL of a PostgreSQL"
    if not os.environ.get("REDIS_URL"):
        missing["redis"] = "REDIS_URL"
    if not os.environ.get("ELASTICSEARCH_URL"):
        missing["elasticsearch"] = "ELASTICSEARCH_URL"
    if importlib.util.find_spec("playwright") is None or chromium_path() is None:
        missing["browser"] = "Chromium"
    if not os.environ.get("BROWSER_TOOLS"):
        missing["browser_tools"] = "BROWSER_TOOLS"
    if not os.environ.get("STRIPE_MOCK"):
        missing["stripe_mock"] = "STRIPE_MOCK (.ci/stripe_mock builds it with Go)"
    return missing


def pytest_configure(config):
    missing = missing_parts()
    if missing and os.environ.get("REQUIRE_FULL_STACK") == "1":
        raise pytest.UsageError("REQUIRE_FULL_STACK=1, and these are not here: " + ", ".join(missing.values()))
    config.stash[MISSING] = missing


def pytest_collection_modifyitems(config, items):
    missing = config.stash[MISSING]
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in missing)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_terminal_summary(terminalreporter, config):
    if missing := config.stash[MISSING]:
        lacks = ", ".join(f"{name} ({what})" for name, what in missing.items())
        terminalreporter.write_line(f"Left out, as this machine lacks what they need: tests marked {lacks}.")


MISSING = pytest.StashKey()

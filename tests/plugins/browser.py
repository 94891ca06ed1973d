"""A real browser on a phone's screen, in Vietnamese, for every room that asks for `open_page`."""

import asyncio
import os
from contextlib import contextmanager, nullcontext

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import expect

from tests.plugins.chromium import CHROMIUM_ARGUMENTS, chromium_path

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "vi-VN", "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN"}
PATIENCE = 60_000
"""Milliseconds that a page may take, on a slow and busy machine, to come to what a test waits for."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """What only the browser failed at, a wait that ran out on a busy machine: once more. A wrong page fails at once."""
    for item in items:
        if uses_a_browser(item):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[BrowserError]))
            if not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(900))  # several waits may take their time


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    with nullcontext() if uses_a_browser(item) else without_the_loop_of_a_browser():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item):
    with nullcontext() if uses_a_browser(item) else without_the_loop_of_a_browser():
        return (yield)


def uses_a_browser(item) -> bool:
    return "chromium" in getattr(item, "fixturenames", ())


@contextmanager
def without_the_loop_of_a_browser():
    """Playwright's event loop counts as running while its browser is open; here things run as they do alone."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright's event loop runs in the thread of the tests, and Django would take it for one of a server's.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, transactional_db, live_server):
    """Opens an address of the live server in a context of its own; every error of its scripts fails the test."""
    contexts, errors = [], []

    def open_page(address="/", **options):
        context = chromium.new_context(**{**PHONE, "base_url": live_server.url, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if rate := float(os.environ.get("SLOW_BROWSER", 0)):
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
        page.on("pageerror", lambda error: errors.append(error))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    live_server.thread.httpd.wait_until_idle()
    assert errors == []

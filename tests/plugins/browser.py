"""A real browser on a phone's screen, in Vietnamese, for every room that asks for `open_page`."""

import os

import pytest

from tests.plugins.chromium import CHROMIUM_ARGUMENTS, chromium_path

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "vi-VN", "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN"}


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
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    live_server.thread.httpd.wait_until_idle()
    assert errors == []

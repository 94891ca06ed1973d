"""Suggestions on a phone, by keyboard, and without JavaScript."""

import pytest

from tests.factories import a_listing

pytestmark = pytest.mark.browser


@pytest.fixture
def rice(transactional_db):
    return a_listing("Cơm cháy chà bông", price=45_000)


def test_suggestions_are_chosen_by_keyboard(rice, open_page):
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.fill("com ch")  # at once: suggestions of each letter might come while the keys are at work
    option = page.get_by_role("option").filter(has_text="Cơm cháy chà bông")
    option.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    assert page.locator(f"#{box.get_attribute('aria-activedescendant')}").get_attribute("aria-selected") == "true"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("Enter")
    page.wait_for_url("**/search/?q=com+ch")
    page.locator(f'[data-listing="{rice.slug}"]').wait_for()


def test_the_form_works_without_javascript(rice, open_page):
    page = open_page("/", java_script_enabled=False)
    page.locator("#site-search").fill("com chay")
    page.locator("#site-search").press("Enter")
    page.locator(f'[data-listing="{rice.slug}"]').wait_for()

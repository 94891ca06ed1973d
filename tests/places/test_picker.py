"""The picker in a real browser, with the keyboard, by touch, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from marketplace.places.loading import load_units

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.places.urls")]


@pytest.fixture(autouse=True)
def communes_of_the_home_province(transactional_db):
    load_units("37")


def test_typing_suggests_and_the_keyboard_chooses(open_page):
    page = open_page()
    box = page.get_by_role("combobox")
    box.fill("hoa lu")
    page.get_by_role("option").nth(3).wait_for()

    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    box.press("ArrowDown")
    selected = page.locator("[role=option][aria-selected=true]")
    assert selected.inner_text() == "Phường Đông Hoa Lư, Tỉnh Ninh Bình"
    assert box.get_attribute("aria-activedescendant") == selected.get_attribute("id")
    box.press("Enter")

    assert box.input_value() == "Phường Đông Hoa Lư, Tỉnh Ninh Bình"
    assert page.get_by_role("listbox").is_hidden()
    box.press("Enter")
    page.wait_for_url("**/?ward=*")
    assert page.locator("output").inner_text() == "Phường Đông Hoa Lư, Tỉnh Ninh Bình"


def test_escape_closes_and_keeps_what_was_typed(open_page):
    page = open_page()
    box = page.get_by_role("combobox")
    box.fill("nam hoa")
    page.get_by_role("option").first.wait_for()
    box.press("Escape")

    assert page.get_by_role("listbox").is_hidden()
    assert box.input_value() == "nam hoa"


def test_a_tap_chooses_a_former_name(open_page):
    page = open_page(has_touch=True, viewport={"width": 360, "height": 640})
    page.get_by_role("combobox").fill("ninh hai hoa lu")
    page.get_by_role("option", name="Ninh Hải").tap()

    expect(page.get_by_role("combobox")).to_have_value("Phường Nam Hoa Lư, Tỉnh Ninh Bình")


def test_suggestions_move_nothing_on_the_page(open_page):
    page = open_page()
    before = page.get_by_role("button").bounding_box()
    page.get_by_role("combobox").fill("hoa")
    page.get_by_role("option").first.wait_for()

    assert page.get_by_role("button").bounding_box() == before


def test_nothing_found_is_said_and_cannot_be_chosen(open_page):
    page = open_page(locale="en-US")
    box = page.get_by_role("combobox")
    box.fill("zzz")
    page.locator("[role=option][aria-disabled=true]").click(force=True)

    assert box.input_value() == "zzz"
    assert "Nothing found" in page.locator("div[role=status]").inner_text()


def test_without_javascript_the_answer_is_chosen_from_radios(open_page):
    page = open_page(java_script_enabled=False)
    page.locator("[name=ward]").fill("quang trung, phu ly")
    page.get_by_role("button").click()
    page.get_by_role("radio", name="Phường Phủ Lý").check()
    page.get_by_role("button").click()

    expect(page.locator("output")).to_have_text("Phường Phủ Lý, Tỉnh Ninh Bình")

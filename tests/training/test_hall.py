"""A hall with no signal: the attendance sheet on phones, offline and back."""

import datetime
import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.training import factories
from training.models import Attendance, AttendanceMark, Enrolment
from training.services import check_in

pytestmark = pytest.mark.browser

NAMES = ["Sen", "Hoa", "Lan", "Mai", "Cúc", "Đào", "Huệ", "Nhài", "Thắm", "Hương"]


@pytest.fixture
def hall(transactional_db):
    """A class of forty whose session is now."""
    training_class = factories.a_class(capacity=45)
    for number in range(40):
        name = f"{['Nguyễn', 'Trần', 'Đinh', 'Phạm'][number // 10]} Thị {NAMES[number % 10]}"
        factories.an_enrolment(training_class, factories.a_learner(name))
    return training_class


def a_phone(open_page, training_class):
    """A signed-in phone on the class's sheet, which has loaded and is kept for later."""
    client = Client()
    client.force_login(training_class.trainer)
    page = open_page("/robots.txt")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    page.goto(f"/training/desk/sessions/{training_class.sessions.get().pk}/sheet/")
    page.locator("[data-sheet][data-ready]").wait_for()
    page.locator("[data-sheet][data-kept]").wait_for()
    return page


def choose(page, learner, state):
    button = page.locator(f'[data-learner="{learner}"]').get_by_role("button", name=state, exact=True)
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")


def all_sent(page):
    expect(page.locator(".sheet-row--waits")).to_have_count(0)
    page.locator('[data-status="saved"]').wait_for()


def doubt_about_the_time(page) -> float:
    """By how many milliseconds this phone may be wrong about the server's time, once it has measured it."""
    measured = """() => new Promise((resolve) => {
        indexedDB.open("training").onsuccess = ({ target: { result: database } }) => {
            const request = database.transaction("meta").objectStore("meta").get("clock");
            request.onsuccess = () => { database.close(); resolve(request.result && 1 + request.result.took / 2); };
        };
    })"""
    return page.wait_for_function(measured).json_value()


def test_forty_women_are_marked_with_no_signal_in_a_few_taps(open_page, hall, capsys):
    session = hall.sessions.get()
    page = a_phone(open_page, hall)
    page.context.set_offline(True)
    page.reload()
    page.locator("[data-sheet][data-ready]").wait_for()

    learners = list(Enrolment.objects.order_by("learner__sort_key").values_list("learner_id", flat=True))
    exceptions = {
        learners[3]: "late",
        learners[17]: "late",
        learners[8]: "absent",
        learners[30]: "absent",
        learners[39]: "excused",
    }
    labels = {"late": "Đi muộn", "absent": "Vắng", "excused": "Có phép"}
    taps, begun = 0, time.monotonic()
    page.get_by_role("button", name="Tất cả có mặt").tap()
    taps += 1
    for learner, state in exceptions.items():
        choose(page, learner, labels[state])
        taps += 1
    page.get_by_text("Người mới đến").tap()
    page.locator("#walk-in-name:focus").wait_for()
    page.keyboard.type("Vũ Thị Mới")
    page.get_by_label("Số điện thoại").tap()
    expect(page.get_by_label("Số điện thoại")).to_be_focused()
    page.keyboard.type("0912 777 888")
    page.get_by_role("button", name="Ghi có mặt").tap()
    taps += 3
    page.get_by_text("47 lượt đang chờ gửi").wait_for()
    seconds = time.monotonic() - begun
    assert not AttendanceMark.objects.exists()

    page.reload()  # the phone was put away; nothing is lost
    page.locator("[data-sheet][data-ready]").wait_for()
    page.get_by_text("47 lượt đang chờ gửi").wait_for()
    assert page.locator('[data-count="present"]').inner_text() == "36"
    page.context.set_offline(False)
    all_sent(page)

    with capsys.disabled():
        print(f"\nThe sheet of forty and one more: {taps} taps, {seconds:.1f} seconds (by Playwright).")
    assert taps <= 12
    new = Enrolment.objects.get(source="walk_in").learner
    assert (new.full_name, new.phone) == ("Vũ Thị Mới", "+84912777888")
    expected = dict.fromkeys([*learners, new.pk], "present") | exceptions
    assert dict(Attendance.objects.filter(session=session).values_list("learner", "state")) == expected
    assert AttendanceMark.objects.count() == 40 + 5 + 1
    page.reload()
    page.locator(f'[data-learner="{new.pk}"][data-state="present"]').wait_for()
    expect(page.locator("[data-learner]")).to_have_count(41)


def test_two_phones_that_disagree_offline_end_alike(open_page, hall):
    session = hall.sessions.get()
    first, second = (Enrolment.objects.order_by("pk").values_list("learner_id", flat=True))[:2]
    one, two = a_phone(open_page, hall), a_phone(open_page, hall)
    doubt = doubt_about_the_time(one) + doubt_about_the_time(two)
    for page in (one, two):
        page.context.set_offline(True)
    choose(one, first, "Vắng")
    choose(two, second, "Vắng")
    two.wait_for_timeout(doubt)
    choose(two, first, "Đi muộn")
    choose(one, second, "Có mặt")
    two.context.set_offline(False)
    all_sent(two)
    one.context.set_offline(False)
    all_sent(one)
    two.reload()
    for page in (one, two):
        page.locator(f'[data-learner="{first}"][data-state="late"]').wait_for()
        page.locator(f'[data-learner="{second}"][data-state="present"]').wait_for()
    held = dict(Attendance.objects.filter(session=session).values_list("learner", "state"))
    assert held == {first: "late", second: "present"}
    assert AttendanceMark.objects.count() == 4


def test_a_tap_is_taken_back_and_a_name_is_found_without_marks(open_page, hall):
    page = a_phone(open_page, hall)
    page.get_by_role("button", name="Tất cả có mặt").tap()
    page.get_by_role("button", name="Hoàn tác").tap()
    expect(page.locator('[data-count="unmarked"]')).to_have_text("40")
    page.get_by_role("searchbox").fill("dinh thi dao")
    expect(page.locator("[data-learner]:visible")).to_have_count(1)
    all_sent(page)
    assert set(Attendance.objects.values_list("state", flat=True)) == {"unmarked"}


def test_a_badge_code_typed_into_the_search_marks_her(open_page, hall):
    learner = hall.enrolments.first().learner
    page = a_phone(open_page, hall)
    page.get_by_role("searchbox").fill(learner.badge.lower())
    page.get_by_role("searchbox").press("Enter")
    page.locator(f'[data-learner="{learner.pk}"][data-state="present"]').wait_for()
    all_sent(page)
    assert AttendanceMark.objects.get().source == "badge"


def test_names_leave_the_phone_with_who_signs_out_and_what_waits_stays(open_page, hall):
    learner = hall.enrolments.first().learner
    page = a_phone(open_page, hall)
    page.context.set_offline(True)
    choose(page, learner.pk, "Vắng")
    page.get_by_text("1 lượt đang chờ gửi").wait_for()
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.goto("/training/desk/")
    page.wait_for_url("**/accounts/login/**")
    kept = """async () => {
        const database = await new Promise((resolve) => {
            const request = indexedDB.open("training", 1);
            request.onsuccess = () => resolve(request.result);
        });
        const all = (name) => new Promise((resolve) => {
            const request = database.transaction(name).objectStore(name).getAll();
            request.onsuccess = () => resolve(request.result.length);
        });
        return [await caches.has("training-pages"), await all("known"), await all("marks")];
    }"""
    assert page.evaluate(kept) == [False, 0, 1]


def test_a_learner_scans_the_screen_and_a_photo_of_it_is_worth_nothing_later(open_page, hall):
    session = hall.sessions.get()
    hall.sessions.update(starts_at=timezone.now() - datetime.timedelta(minutes=5))
    learner = hall.enrolments.first().learner
    screen = a_phone(open_page, hall)
    screen.goto(f"/training/desk/sessions/{session.pk}/qr/")
    screen.locator("[data-qr-code] svg").wait_for()
    page = open_page(f"/training/check-in/{check_in.code_now(session)}/")
    page.get_by_label("Số điện thoại hoặc mã thẻ của bạn").fill(learner.phone)
    page.get_by_role("button", name="Tôi có mặt").tap()
    page.get_by_text(re.compile("Có mặt")).first.wait_for()
    assert Attendance.objects.get().learner == learner
    page.goto(f"/training/check-in/{check_in.code_now(session, time.time() - 75)}/")
    page.get_by_text("Mã này đã cũ").wait_for()
    number, slot, nonce, signature = check_in.code_now(session).split(".")
    page.goto(f"/training/check-in/{number}.{slot}.{nonce}.{'A' * len(signature)}/")
    page.get_by_text("Đây không phải mã của chúng tôi").wait_for()
    other = factories.a_class(starts_at=timezone.now() - datetime.timedelta(minutes=5)).sessions.get()
    page.goto(f"/training/check-in/{other.pk}.{slot}.{nonce}.{signature}/")
    page.get_by_text("Đây không phải mã của chúng tôi").wait_for()
    page.goto(f"/training/check-in/{check_in.code_now(other)}/")  # a true code, of a class that she is not in
    page.get_by_label("Số điện thoại hoặc mã thẻ của bạn").fill(learner.phone)
    page.get_by_role("button", name="Tôi có mặt").tap()
    page.get_by_text("Không có ai trong lớp này").wait_for()
    assert Attendance.objects.count() == 1

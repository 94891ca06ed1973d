import pytest

from marketplace.demo.applications import load_applications
from marketplace.demo.files import read_json
from marketplace.onboarding.checklist import checklist_of
from marketplace.onboarding.models import ShopApplication
from tests.factories import a_commune, an_officer

pytestmark = pytest.mark.django_db


def test_the_applications_of_the_demo_stand_where_their_file_says_and_load_once():
    rows = read_json("applications.json")
    communes = {code: a_commune(f"Xã {code}", code) for code in sorted({row["ward_code"] for row in rows})}
    for phone in sorted({row["officer"] for row in rows}):
        an_officer(phone=phone)
    for __ in range(2):
        load_applications(communes)
    found = {application.applicant.phone: application for application in ShopApplication.objects.all()}
    assert {phone: one.state for phone, one in found.items()} == {row["phone"]: row["state"] for row in rows}
    assert all(checklist_of(one).is_complete for one in found.values() if one.state != "draft")

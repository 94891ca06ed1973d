"""The demo's programme: believable, loaded twice it is the same; the large set is as large as it says."""

import io

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.urls import reverse

from tests.training.factories import a_place, a_user
from training.assessment.models import Attempt
from training.certificates.models import Certificate
from training.models import AttendanceMark, Learner, Material, Session, TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
PHONES = [f"+8494560811{digit}" for digit in range(4)]
COMMUNES = ("14329", "14359", "14566", "14638")


def load():
    options = ["--trainers", *PHONES[:2], "--officers", f"{PHONES[2]}:14638", "--managers", PHONES[3]]
    call_command("load_training_demo", *options, stdout=io.StringIO())


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    for code in COMMUNES:
        a_place(f"Xã {code}", code)
    return [a_user(phone=phone) for phone in PHONES]


def counts():
    models = (TrainingClass, Session, Learner, AttendanceMark, Attempt, Certificate, Material)
    return {model.__name__: model.objects.count() for model in models}


def test_the_demo_is_full_and_loads_once(people, client, settings, tmp_path):
    settings.TRAINING_SIGNING_FILE = str(tmp_path / "signing.p12")
    load()
    found = counts()
    assert min(found.values()) > 0
    states = TrainingClass.objects.values_list("state").annotate(Count("pk")).order_by()
    assert dict(states) == {"open": 8, "closed": 3}
    load()
    assert counts() == found

    client.force_login(people[0])
    page = client.get(reverse("training:desk"))
    [today] = page.context["today"]
    assert len(client.get(reverse("training:sheet", args=[today.pk])).context["rows"]) == 40


def test_the_large_set_has_its_size_and_comes_once(people):
    load()
    before = counts()
    sizes = {"communes": 4, "classes": 6, "learners": 60, "marks": 300}
    for __ in range(2):
        call_command("load_training_large", **sizes, stdout=io.StringIO())
    after = counts()
    assert after["TrainingClass"] - before["TrainingClass"] == 6
    assert after["Learner"] - before["Learner"] == 60
    assert after["AttendanceMark"] - before["AttendanceMark"] == pytest.approx(300, rel=0.2)

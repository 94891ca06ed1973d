"""Who may see and do what of assessment, certificates and reports: a table of pages and acts by role."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.training.assessment.factories import a_quiz, a_task, an_attempt
from tests.training.certificates.conftest import key_file, signing_key  # noqa: F401
from tests.training.certificates.factories import a_finished_class, completed
from tests.training.factories import a_place, a_trainer, a_user, an_enrolment, an_officer
from training.assessment.models import Attempt, TaskSubmission
from training.assessment.services import hand_in_task
from training.certificates.models import Certificate, IssueRun
from training.certificates.services import issue_certificate
from training.models import StaffAssignment

pytestmark = pytest.mark.django_db

ROLES = (
    "guest",
    "learner",
    "trainer",
    "assistant",
    "other_trainer",
    "officer",
    "officer_elsewhere",
    "officer_everywhere",
    "manager",
    "auditor",
    "auditor_who_teaches",
)
SEE = {"trainer", "assistant", "officer", "officer_everywhere", "manager", "auditor", "auditor_who_teaches"}
"""The class in question; `auditor_who_teaches` teaches another one."""
CHANGE = SEE - {"auditor", "auditor_who_teaches"}
STAFF = set(ROLES) - {"guest", "learner"}

PAGES = {
    "results": SEE,
    "printed_quiz": SEE,
    "class_task": SEE,
    "class_certificates": SEE,
    "class_certificates_pdf": SEE,
    "certificate_pdf": SEE,
    "certificate_run": SEE,
    "register": SEE,
    "papers": CHANGE,
    "paper_quiz": CHANGE,
    "revoke": CHANGE,
    "report": STAFF,
    "report_xlsx": STAFF,
    "report_pdf": STAFF,
    "report_list": STAFF,
    "report_list_xlsx": STAFF,
    "at_risk": STAFF,
}


@pytest.fixture
def world():
    place = a_place()
    training_class = a_finished_class(learners=0, place=place)
    people = {
        "learner": a_user(),
        "trainer": training_class.trainer,
        "assistant": a_trainer(),
        "other_trainer": a_trainer(),
        "officer": an_officer(place),
        "officer_elsewhere": an_officer(a_place("Kim Sơn", "14620")),
        "officer_everywhere": an_officer(),
        "manager": a_user(),
        "auditor": a_user(),
        "auditor_who_teaches": a_trainer(),
    }
    training_class.assistants.add(people["assistant"])
    for name in ("manager", "auditor", "auditor_who_teaches"):
        role = StaffAssignment.Role.MANAGER if name == "manager" else StaffAssignment.Role.AUDITOR
        StaffAssignment.objects.create(user=people[name], role=role)
    a_finished_class(trainer=people["auditor_who_teaches"], place=a_place("Gia Viễn", "14465"))
    enrolment = completed(training_class, "Trần Thị Hạnh")
    enrolment.learner.user = people["learner"]
    enrolment.learner.save()
    certificate = issue_certificate(enrolment, training_class.trainer)
    waiting = an_enrolment(training_class)
    quiz = a_quiz(training_class.curriculum, kind="before")
    task = a_task(training_class.curriculum)
    return {
        "people": people,
        "class": training_class,
        "certificate": certificate,
        "waiting": waiting,
        "quiz": quiz,
        "task": task,
        "submission": hand_in_task(task, waiting, []),
        "run": IssueRun.objects.create(training_class=training_class, by=training_class.trainer),
    }


def address(world, name: str) -> str:
    code = {"code": world["class"].code}
    arguments = {
        "printed_quiz": code | {"pk": world["quiz"].pk},
        "papers": code | {"pk": world["quiz"].pk},
        "paper_quiz": code | {"pk": world["quiz"].pk, "enrolment": world["waiting"].pk},
        "class_task": code | {"pk": world["task"].pk},
        "certificate_pdf": code | {"serial": world["certificate"].serial},
        "revoke": code | {"serial": world["certificate"].serial},
        "certificate_run": code | {"pk": world["run"].pk},
        "report_list": {"name": "people"},
        "report_list_xlsx": {"name": "classes"},
    }
    own = {} if name.startswith("report") or name == "at_risk" else code
    return reverse(f"training:{name}", kwargs=arguments.get(name, own))


def client_of(world, role: str) -> Client:
    client = Client()
    if role in world["people"]:
        client.force_login(world["people"][role])
    return client


def test_every_page_opens_to_the_roles_of_the_table_only(world):
    found = {}
    for role in ROLES:
        client = client_of(world, role)
        for name in PAGES:
            found[name, role] = client.get(address(world, name)).status_code
    refused = dict.fromkeys(ROLES, 404) | {"guest": 302}
    wanted = {(name, role): 200 if role in PAGES[name] else refused[role] for name in PAGES for role in ROLES}
    assert {key: code for key, code in found.items() if code != wanted[key]} == {}


ACTS = {
    "paper_quiz": {"start": "1"},
    "class_task": {"accept": "1", "submission": "of the world"},
    "class_certificates": {},
    "revoke": {"reason": "Sai tên"},
}


@pytest.mark.parametrize("role", sorted(set(ROLES) - CHANGE))
def test_who_may_not_change_the_class_changes_nothing(world, role):
    client = client_of(world, role)
    for name, data in ACTS.items():
        sent = data | ({"submission": world["submission"].pk} if "submission" in data else {})
        assert client.post(address(world, name), sent).status_code == (302 if role == "guest" else 404)
    assert Certificate.objects.valid().get() == world["certificate"]
    assert not Attempt.objects.exists()
    assert TaskSubmission.objects.get().state == "handed_in"
    assert IssueRun.objects.count() == 1


def test_a_report_tells_each_of_what_she_may_see_only(world):
    counts = {
        role: client_of(world, role).get(address(world, "report")).context["report"].people for role in sorted(STAFF)
    }
    everything = {"officer_everywhere", "manager", "auditor", "auditor_who_teaches"}
    assert counts == {role: 2 if role in everything else 1 if role in SEE else 0 for role in STAFF}


def test_a_learner_sees_her_own_only(world):
    other = completed(world["class"], "Đinh Thị Ẩn")
    an_attempt(world["quiz"], other, num_right=4)
    client = client_of(world, "learner")
    page = client.get(reverse("training:mine")).content.decode()
    assert world["certificate"].enrolment.token in page
    assert other.token not in page
    assert client.get(reverse("training:own_certificate", args=[other.token])).status_code == 404

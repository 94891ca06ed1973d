"""The settings of the app, with what holds where the project says nothing.

`TRAINING_PLACE_MODEL` (required, because migrations name it): the model of a commune, as `"app.Model"`. Its `str()` is
read by people; a field `name`, and `folded` where there is one, is searched.
"""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS = {
    # The form field that cleans to a place; None: a plain list.
    "TRAINING_PLACE_FIELD": None,
    # Sends a notice: called with (key, template, learner, context), see training/notices.py.
    "TRAINING_NOTIFIER": "training.notices.send_by_email",
    "TRAINING_BASE_TEMPLATE": "training/base.html",
    "TRAINING_DESK_TEMPLATE": "training/desk/plain_base.html",
    "TRAINING_OPERATOR": "",
    # Where links in notices and calendars begin.
    "SITE_URL": "",
    # Where proofs of tasks and certificates are kept, away from public files. Required for them.
    "TRAINING_PRIVATE_ROOT": "",
    # Decodes and re-encodes an uploaded photo: called with the file, gives a file or raises ValidationError.
    "TRAINING_PHOTO_CLEANER": "training.assessment.photos.clean_photo",
    # Tells what became of learners: called with user ids, gives {user id: (seller since, first sale on)}: dates, None.
    "TRAINING_OUTCOMES": "",
    # Where a request comes from, as a text: called with the request. Behind a proxy, whoever knows it says so.
    "TRAINING_CLIENT_ADDRESS": "training.limits.remote_address",
    # Exercises that the project offers in a practical task: {name: (label, named URL)}; the URL takes the token of the
    # enrolment and the id of the task, and may hand the task in (assessment.services.hand_in_task).
    "TRAINING_PRACTICES": {},
    # The place before the date of a certificate.
    "TRAINING_CITY": "",
    # A folder of whole fonts (Be Vietnam Pro) for PDFs.
    "TRAINING_FONTS": "",
    # The key and certificate that sign PDFs (PKCS #12), and its password.
    "TRAINING_SIGNING_FILE": "",
    "TRAINING_SIGNING_PASSWORD": "",
    # How long after its end a session's sheet takes marks without a reason.
    "TRAINING_SHEET_OPEN_HOURS": 48,
    # How long who moves up from the waiting list has to say yes.
    "TRAINING_OFFER_HOURS": 24,
}


def get(name: str) -> Any:
    return getattr(settings, name, DEFAULTS[name])


def load(name: str) -> Any:
    """What the dotted path in the setting `name` leads to; None when it is empty."""
    path = get(name)
    return import_string(path) if path else None

"""What tests of signing in share."""

import re

from django.core import mail

from marketplace.notifications.carriers import MemoryCarrier

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "bi-mat-cua-chi-sen"


def sign_in(client, login: str, password: str = PASSWORD, **data):
    return client.post("/accounts/login/", {"login": login, "password": password, **data})


def code_sent_by_sms() -> str:
    return re.search(r"\b\d{6}\b", MemoryCarrier.outbox[-1].text)[0]


def code_sent_by_mail() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def errors_of(response) -> str:
    """Everything that the page says is wrong."""
    form = response.context.get("verify_form") or response.context["form"]
    return " ".join(word for words in form.errors.values() for word in words)

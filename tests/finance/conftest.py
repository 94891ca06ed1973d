import pytest

from tests.factories import a_finance_person
from tests.payments.test_statements import layout  # noqa: F401 - a fixture


@pytest.fixture
def clerk():
    return a_finance_person(full_name="Bùi Thị Kế Toán")


@pytest.fixture
def desk(client, clerk):
    """The desk in the hands of a clerk."""
    client.force_login(clerk)
    return client

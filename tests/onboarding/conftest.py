import pytest

from tests.onboarding import factories


@pytest.fixture(autouse=True)
def the_first_requirements(db):
    factories.the_first_requirements()

from importlib import import_module

import pytest
from django.apps import apps

from marketplace.onboarding.models import Requirement


@pytest.fixture(autouse=True)
def the_first_requirements(db):
    """The table that a migration fills; a test that has flushed the database before took it away."""
    if not Requirement.objects.exists():
        import_module("marketplace.onboarding.migrations.0002_first_requirements").fill(apps, None)

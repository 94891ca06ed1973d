from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def notice_templates(settings):
    """The letters of these tests: `parcel` with all its parts, `whisper` with a text message only."""
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], Path(__file__).parent / "templates"]}]

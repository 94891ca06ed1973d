import pytest

from marketplace.places.loading import load_units


@pytest.fixture
def ninh_binh(db):
    """The home province: 129 communes, 398 former ones."""
    load_units("37")


@pytest.fixture
def country(db):
    """All 34 provinces; takes a second."""
    load_units()

"""The judged queries over the demo's products; `pytest -s` prints the figures, `bench/search` has stock Oscar's too."""

import os
from io import StringIO

import pytest
from django.core.management import call_command

from catalogue_ext.models import Listing
from catalogue_ext.search.documents import documents
from catalogue_ext.search.engine import search_with
from catalogue_ext.search.types import SearchQuery
from tests.search.conftest import engine_named
from tests.search.relevance import judged, scores

AIMS = {"sqlite": 0.90, "postgresql": 0.90, "elasticsearch": 0.95}


@pytest.fixture
def engines(request, db):
    """Every engine that is here, with the demo's products."""
    names = ["sqlite"]
    names += ["postgresql"] if os.environ.get("DATABASE_URL", "").startswith("postgres") else []
    names += ["elasticsearch"] if os.environ.get("ELASTICSEARCH_URL") else []
    call_command("load_demo", "--no-pictures", verbosity=0, stdout=StringIO())
    found = [engine_named(name, request) for name in names]
    known = list(documents())
    for engine in found:
        engine.write(known)
    return found


@pytest.mark.timeout(900)
def test_the_first_result_is_right(engines):
    slugs = dict(Listing.objects.values_list("pk", "slug"))
    queries = judged()
    assert {slug for query in queries for slug in query.best | query.good} <= set(slugs.values())
    assert len(queries) >= 150
    for engine in engines:
        result = scores(engine.name, lambda text, engine=engine: _asked(engine, text, slugs), queries)
        print(result)
        assert result.first_right >= AIMS[engine.name], result.wrong
        assert result.ndcg >= 0.9


def _asked(engine, text, slugs):
    return [slugs[pk] for pk in search_with(engine, SearchQuery(text)).ids]

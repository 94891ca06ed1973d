"""Stock Oscar's search as its view asks it, run in `bench/.venv`: texts as JSON come in, what was found goes out.

    echo '["com chay"]' | … stock_search.py      → [{"slugs": ["…"], "seconds": 0.03}]

With `--rebuild` it reads all products into an index anew (below STOCK_STATE) and says how many seconds that took.
"""

import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from oscar.core.loading import get_class  # noqa: E402

base_sqs, SearchForm = get_class("search.facets", "base_sqs"), get_class("search.forms", "SearchForm")
PAGE_SIZE = 20


def answer(text: str) -> dict:
    """The first page as `oscar.apps.search.views` makes it: the hits, their products, and the facets."""
    started = time.perf_counter()
    form = SearchForm(data={"q": text}, searchqueryset=base_sqs(), load_all=True, selected_facets=[])
    found = form.search() if form.is_valid() else form.no_query_found()
    page = Paginator(found, PAGE_SIZE).page(1)
    products = [hit.object for hit in page.object_list if hit and hit.object]
    found.facet_counts()
    return {"slugs": [product.upc or product.slug for product in products], "seconds": time.perf_counter() - started}


if "--rebuild" in sys.argv:
    begun = time.perf_counter()
    call_command("rebuild_index", interactive=False, verbosity=0)
    json.dump(time.perf_counter() - begun, sys.stdout)
else:
    texts = json.load(sys.stdin)
    answer("cơm")
    json.dump([answer(text) for text in texts], sys.stdout)

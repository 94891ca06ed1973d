#!/usr/bin/env python3
"""How good the order of results is: ours on its three engines and stock Oscar with Whoosh, on the demo's products.

    eval "$(.ci/stack env)"
    .venv/bin/python bench/search/relevance.py [--wrong] [--queries tests/search/tried.txt]

Prints nDCG@10 and how often the first result is right; `--wrong` names the queries where it is not. The first run
makes both databases. The aims are asserted by `tests/search/test_relevance.py`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent)]

from servers import say  # noqa: E402

from search.sides import DEMO, prepare, run_inside, stock_answers  # noqa: E402
from tests.search.relevance import JUDGED, judged, scores  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=Path, default=JUDGED, help="judged queries; those of the tests by default")
    parser.add_argument("--wrong", action="store_true", help="name the queries whose first result is not right")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        ours(options)
        return
    prepare(DEMO)
    try:
        run_inside(__file__, DEMO, f"--queries={options.queries.resolve()}", *(["--wrong"] if options.wrong else []))
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.returncode) from error
    texts = [query.text for query in judged(options.queries)]
    found = dict(zip(texts, stock_answers(DEMO, texts), strict=True))
    tell("stock, Whoosh", lambda text: found[text]["slugs"], options)


def ours(options) -> None:
    import django

    django.setup()
    from django.conf import settings

    from catalogue_ext.models import Listing
    from catalogue_ext.search.documents import documents
    from catalogue_ext.search.engine import database_engine, search_with
    from catalogue_ext.search.engines.elastic import ElasticEngine
    from catalogue_ext.search.rebuilding import rebuild
    from catalogue_ext.search.types import SearchQuery
    from tests.search.conftest import a_sqlite_engine

    settings.SEARCH_ELASTICSEARCH_SECONDS = 10  # a busy machine is not a server that is down
    rebuild()
    slugs = dict(Listing.objects.values_list("pk", "slug"))
    with a_sqlite_engine() as sqlite:
        sqlite.write(list(documents()))
        for engine in (ElasticEngine(), database_engine(), sqlite):
            tell(
                engine.name,
                lambda text, engine=engine: [slugs[pk] for pk in search_with(engine, SearchQuery(text)).ids],
                options,
            )


def tell(name: str, answer, options) -> None:
    result = scores(name, answer, judged(options.queries))
    say(str(result))
    for text, first in result.wrong if options.wrong else ():
        say(f"    {text}: {', '.join(first) or 'nothing'}")


if __name__ == "__main__":
    main()

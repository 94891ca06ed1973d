#!/usr/bin/env python3
"""Server time of search, suggestions and rebuild over a large catalogue: our engines, and stock Oscar with Whoosh.

    eval "$(.ci/stack env)"
    .venv/bin/python bench/search/measure.py --prepare          # once: fills the databases, writes Whoosh's index
    .venv/bin/python bench/search/measure.py                    # 10,000 and 100,000 products, under 12 minutes at rest
    .venv/bin/python bench/search/measure.py --ours             # ours alone; with --prepare too

Each judged query of the relevance suite is asked straight at the engine, facets included, so that no kept page answers;
each beginning of their words for suggestions, cards included. A first round, not counted, warms the servers. One
process at a time, nothing else under load.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent)]

from servers import say  # noqa: E402

from search.sides import prepare, run_inside, stock_answers, stock_rebuild  # noqa: E402
from tests.search.relevance import judged  # noqa: E402

MOST_REBUILT = 10_000
"""Stock Oscar's rebuild is timed up to so many products: it takes 26 ms a product and more, ours 3."""
NUM_ASKED_STOCK = 40
"""Beyond so many products stock Oscar, which takes seconds for an answer, is asked so many of the texts."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="how many products")
    parser.add_argument("--prepare", action="store_true", help="only make the databases that are not there yet")
    parser.add_argument("--ours", action="store_true", help="leave stock Oscar out")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure_ours(options.inside)
        return
    for size in options.sizes:
        prepare(size, with_stock=not options.ours)
    if options.prepare:
        return
    say("| listings | engine | what | times | p50 ms | p95 ms |\n| --- | --- | --- | --- | --- | --- |")
    for size in options.sizes:
        run_inside(__file__, size, str(size))
        if not options.ours:
            measure_stock(size)


def texts() -> list[str]:
    return list(dict.fromkeys(query.text for query in judged()))


def measure_ours(size: int) -> None:
    import django

    django.setup()
    from django.conf import settings

    from catalogue_ext.search.engine import database_engine, search_with
    from catalogue_ext.search.engines.elastic import ElasticEngine
    from catalogue_ext.search.rebuilding import rebuild
    from catalogue_ext.search.suggestions import suggestions
    from catalogue_ext.search.types import SearchQuery

    beginnings = list(dict.fromkeys(text[:length] for text in texts() for length in (3, 5, 8) if len(text) > length))
    settings.SEARCH_ELASTICSEARCH_SECONDS = 10  # a slow answer is to be counted, not to be replaced
    tell(size, "both of ours", "rebuild", [taken(rebuild)])
    url = settings.ELASTICSEARCH_URL
    for engine in (database_engine(), ElasticEngine()):
        settings.ELASTICSEARCH_URL = url if engine.name == "elasticsearch" else ""
        for what, asked, ask in (
            ("search", texts(), lambda text, engine=engine: search_with(engine, SearchQuery(text))),
            ("suggestions", beginnings, suggestions),
        ):
            for text in asked:
                ask(text)
            forget()
            tell(size, engine.name, what, [taken(lambda text=text, ask=ask: ask(text)) for text in asked])
        forget()


def forget() -> None:
    """What was suggested before is in the cache, and must not answer."""
    from catalogue_ext.freshness import catalogue_changed

    catalogue_changed()


def measure_stock(size: int) -> None:
    if size <= MOST_REBUILT:
        tell(size, "stock, Whoosh", "rebuild", [stock_rebuild(size)])
    asked = texts() if size <= MOST_REBUILT else texts()[:: len(texts()) // NUM_ASKED_STOCK]
    tell(size, "stock, Whoosh", "search", [found["seconds"] for found in stock_answers(size, asked)])


def taken(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def tell(size: int, engine: str, what: str, seconds: list[float]) -> None:
    quantiles = statistics.quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    p95 = f"{quantiles[18] * 1000:.1f}" if len(seconds) > 1 else "–"
    say(f"| {size} | {engine} | {what} | {len(seconds)} | {quantiles[9] * 1000:.1f} | {p95} |")


if __name__ == "__main__":
    main()

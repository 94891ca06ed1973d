#!/usr/bin/env python3
"""Server time of our search, its suggestions and its rebuild, over a large catalogue, engine by engine.

    eval "$(.ci/stack env)"
    .venv/bin/python bench/search/measure.py --sizes 10000 100000

Each judged query of the relevance suite is asked once, facets included, straight at the engine, so that no cache of
pages answers; each beginning of their words once for suggestions, cards included. One process, nothing else under load.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent)]

from servers import OURS, database_url, environment, manage, required, say, state  # noqa: E402

SHOPS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="how many products")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.inside)
        return
    say("| listings | engine | what | times | p50 ms | p95 ms |\n| --- | --- | --- | --- | --- | --- |")
    for size in options.sizes:
        prepare(size)
        command = [sys.executable, __file__, f"--inside={size}"]
        subprocess.run(command, cwd=BENCH, env=environment(OURS, size) | elasticsearch(size), check=True)


def elasticsearch(size: int) -> dict[str, str]:
    return {"ELASTICSEARCH_URL": required("ELASTICSEARCH_URL"), "ELASTICSEARCH_INDEX_PREFIX": f"bench-{size}"}


def prepare(size: int) -> None:
    """Fill a database of our own with `size` products; what is there already stays."""
    done = state(size) / "search-ready"
    if done.exists():
        return
    done.parent.mkdir(parents=True, exist_ok=True)
    name = urlsplit(database_url("ours", size)).path.lstrip("/")
    server = urlsplit(required("DATABASE_URL"))._replace(path="/postgres").geturl()
    for statement in (f'drop database if exists "{name}"', f'create database "{name}"'):
        subprocess.run(["psql", "--quiet", "--no-psqlrc", server, "--command", statement], check=True)
    manage(OURS, size, "migrate", "--verbosity=0")
    manage(OURS, size, "load_demo", f"--products={size}", f"--shops={SHOPS}", "--no-pictures")
    subprocess.run(["psql", "--quiet", database_url("ours", size), "--command", "vacuum analyze"], check=True)
    done.touch()


def measure(size: int) -> None:
    import django

    django.setup()
    from django.conf import settings

    from catalogue_ext.search.engine import database_engine, search_with
    from catalogue_ext.search.engines.elastic import ElasticEngine
    from catalogue_ext.search.rebuilding import rebuild
    from catalogue_ext.search.suggestions import suggestions
    from catalogue_ext.search.types import SearchQuery
    from tests.search.relevance import judged

    texts = list(dict.fromkeys(query.text for query in judged()))
    beginnings = list(dict.fromkeys(text[:length] for text in texts for length in (3, 5, 8) if len(text) > length))
    url = settings.ELASTICSEARCH_URL
    for engine in (database_engine(), ElasticEngine()):
        settings.ELASTICSEARCH_URL = url if engine.name == "elasticsearch" else ""
        if settings.ELASTICSEARCH_URL:
            say(f"| {size} | all | rebuild | 1 | {taken(rebuild) * 1000:.0f} | – |")
        search_with(engine, SearchQuery("com chay"))
        tell(size, engine.name, "search", [taken(lambda t=t, e=engine: search_with(e, SearchQuery(t))) for t in texts])
        tell(size, engine.name, "suggestions", [taken(lambda t=t: suggestions(t)) for t in beginnings])
        forget()


def forget() -> None:
    """What one engine's suggestions left in the cache must not answer for the next one's."""
    from catalogue_ext.freshness import catalogue_changed

    catalogue_changed()


def taken(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def tell(size: int, engine: str, what: str, seconds: list[float]) -> None:
    quantiles = statistics.quantiles(seconds, n=20, method="inclusive")
    say(
        f"| {size} | {engine} | {what} | {len(seconds)} | {quantiles[9] * 1000:.1f} | {quantiles[18] * 1000:.1f} |",
    )


if __name__ == "__main__":
    main()

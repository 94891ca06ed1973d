"""The two shops whose search is compared: their databases of one size, and how they are asked."""

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from prepare import MANY, create_database, ensure_stock_packages, sql
from servers import (
    BENCH,
    OURS,
    STOCK_PYTHON,
    STOCK_WHOOSH,
    database_url,
    environment,
    manage,
    required,
    say,
    state,
)

SHOPS = 500
SMALL = 10_000
DEMO = "demo"
"""The size that is the demo's own products."""
STOCK_SEARCH = Path(__file__).with_name("stock_search.py")
Size = int | str


def _ours(size: Size) -> dict[str, str]:
    """The environment of our shop: an index of its own, and a number of Redis, as caches of two sizes must not mix."""
    redis = urlsplit(required("REDIS_URL"))._replace(path=f"/{10 if size == DEMO else 8 if size == SMALL else 11}")
    return environment(OURS, size) | {
        "ELASTICSEARCH_URL": required("ELASTICSEARCH_URL"),
        "ELASTICSEARCH_INDEX_PREFIX": f"bench-{size}",
        "REDIS_URL": redis.geturl(),
    }


def prepare(size: Size, with_stock: bool = True) -> None:
    """Fill the databases of both (or ours alone) with `size` products; what is there already stays."""
    _once(size, "search-ready", _prepare_ours)
    manage(OURS, size, "migrate", "--verbosity=0")
    if with_stock:
        ensure_stock_packages()
        _once(size, "stock-search-ready", _prepare_stock)


def _once(size: Size, name: str, act) -> None:
    done = state(size) / name
    if not done.exists():
        (state(size) / "ours-media").mkdir(parents=True, exist_ok=True)
        (state(size) / "stock" / "media").mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        act(size)
        done.write_text(f"{time.perf_counter() - begun:.0f} seconds\n")


def _prepare_ours(size: Size) -> None:
    say(f"Our catalogue of {size} …")
    create_database(f"bench_ours_{size}")
    manage(OURS, size, "migrate", "--verbosity=0")
    large = [] if size == DEMO else [f"--products={size}", f"--shops={SHOPS}"]
    manage(OURS, size, "load_demo", "--no-pictures", *large)
    sql(f"bench_ours_{size}", "vacuum analyze")


def _prepare_stock(size: Size) -> None:
    say(f"The same in stock Oscar, {size} …")
    create_database(f"bench_stock_{size}")
    manage(STOCK_WHOOSH, size, "migrate", "--verbosity=0")
    arguments = [f"--media={state(size) / 'ours-media'}"]
    arguments += ["--prefetched"] if size != DEMO and int(size) >= MANY else []
    manage(STOCK_WHOOSH, size, "load_stock", *arguments, OURS_DATABASE_URL=database_url("ours", size))
    sql(f"bench_stock_{size}", "vacuum analyze")


def run_inside(script: str, size: Size, *arguments: str) -> None:
    """Run `script --inside …` as our shop of this size."""
    command = [sys.executable, script, "--inside", *arguments]
    subprocess.run(command, cwd=BENCH, env=_ours(size), check=True)


def stock_answers(size: Size, texts: list[str]) -> list[dict]:
    """What stock Oscar finds for each text, and in how many seconds."""
    return json.loads(_stock(size, json.dumps(texts)))


def stock_rebuild(size: Size) -> float:
    """Seconds in which stock Oscar reads all products into Whoosh anew."""
    return json.loads(_stock(size, "", "--rebuild", STOCK_STATE=str(state(size) / "anew")))


def _stock(size: Size, sent: str, *arguments: str, **extra: str) -> str:
    command = [str(STOCK_PYTHON), str(STOCK_SEARCH), *arguments]
    env = environment(STOCK_WHOOSH, size) | extra
    return subprocess.run(command, cwd=BENCH, env=env, input=sent, stdout=subprocess.PIPE, text=True, check=True).stdout

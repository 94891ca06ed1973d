#!/usr/bin/env python3
"""Ours and stock Oscar on the same catalogue, database server, server settings and machine, in turn.

    eval "$(.ci/stack env)"
    .venv/bin/python bench/run.py --prepare
    .venv/bin/python bench/run.py --sizes 2000 20000 --seconds 10

Says and writes (bench/results/<time>.json) for each page: requests a second, p50, p95, CPU time, queries and bytes.
"""

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from load import Request, checked, load
from pages import PAGES, requests_of, sample
from prepare import collect_static, prepare
from servers import BENCH, SIDES, STOCK_SQL, Side, cpu_seconds, environment, say, serving

WARM_SECONDS = 3
MOST_COUNTED = 10  # addresses of a page whose queries are counted: Whoosh takes seconds for one


@dataclass
class Result:
    """What was measured of one page of one side. Times in milliseconds, bytes of the page as it leaves gunicorn.

    `cpu_ms` is what a worker computes for one page: it hardly moves when others use the machine too."""

    size: int
    page: str
    side: str
    queries_cold: int
    queries: int
    bytes: int
    per_second: float = 0
    rounds: tuple[float, ...] = ()
    cpu_ms: float = 0
    p50_ms: float = 0
    p95_ms: float = 0
    times: int = 0


def main() -> None:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then too
    results: list[Result] = []
    for size in options.sizes:
        prepare(size)
        collect_static(size)
        if not options.prepare:
            results += measure(size, options)
    if options.prepare:
        return
    write(results, options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prepare", action="store_true", help="only fill the databases, which takes longest")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 20000], help="how many products")
    parser.add_argument(
        "--seconds", type=float, default=10, help="how long each page of each side is asked for, a round"
    )
    parser.add_argument("--rounds", type=int, default=2, help="how often the sides take turns (A B A B)")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES)
    parser.add_argument(
        "--sides", nargs="+", choices=[side.name for side in SIDES], default=[side.name for side in SIDES]
    )
    return parser.parse_args()


def measure(size: int, options: argparse.Namespace) -> list[Result]:
    chosen = sample(size)
    sides = [side for side in SIDES if side.name in options.sides]
    results, wanted = {}, {}
    for side in sides:
        forget_caches(side, size)
        with serving(side, size, count=True) as (port, __):
            wanted[side] = requests_of(side, port, chosen)
            for page in options.pages:
                results[side, page] = count(side, port, size, page, wanted[side][page])
    with contextlib.ExitStack() as stack:
        servers = {side: stack.enter_context(serving(side, size)) for side in sides}
        for page in options.pages:
            time_page(
                {side: results[side, page] for side in sides}, servers, {s: wanted[s][page] for s in sides}, options
            )
    return list(results.values())


def count(side: Side, port: int, size: int, page: str, requests: list[Request]) -> Result:
    """Queries and bytes: some addresses once with empty caches (the most is told), once again (the median is)."""
    requests = requests[:: -(-len(requests) // MOST_COUNTED)]
    cold = [int(checked(port, request).headers["x-queries"]) for request in requests]
    answers = [checked(port, request) for request in requests]
    return Result(
        size=size,
        page=page,
        side=side.name,
        queries_cold=max(cold),
        queries=round(statistics.median(int(answer.headers["x-queries"]) for answer in answers)),
        bytes=round(statistics.median(len(answer.body) for answer in answers)),
    )


def time_page(
    results: dict[Side, Result], servers: dict[Side, tuple[int, int]], requests: dict[Side, list[Request]], options
) -> None:
    """Time one page of all sides in turn; only one side is under load at a time, and nothing counts queries."""
    taken: dict[Side, list[float]] = {side: [] for side in results}
    computed = dict.fromkeys(results, 0.0)
    for side in results:
        port, __ = servers[side]
        assert "x-queries" not in checked(port, requests[side][0]).headers
        load(port, requests[side], WARM_SECONDS)
    for _ in range(options.rounds):
        for side, result in results.items():
            port, pid = servers[side]
            before = cpu_seconds(pid)
            answers, seconds = load(port, requests[side], options.seconds)
            computed[side] += cpu_seconds(pid) - before
            taken[side] += answers
            result.rounds = (*result.rounds, round(len(answers) / seconds, 2))
    for side, result in results.items():
        quantiles = statistics.quantiles(taken[side], n=20, method="inclusive")
        result.times = len(taken[side])
        result.cpu_ms = round(computed[side] * 1000 / len(taken[side]), 1)
        result.per_second = round(statistics.fmean(result.rounds), 2)
        result.p50_ms, result.p95_ms = round(quantiles[9] * 1000, 1), round(quantiles[18] * 1000, 1)
        say(row(result, results))


def row(result: Result, others: dict[Side, Result]) -> str:
    """A line of the table of README.md; the last column is how often as many as stock with its lists from SQL."""
    base = next((other.per_second for side, other in others.items() if side == STOCK_SQL), 0)
    times = f"{result.per_second / base:.1f}×" if base else "–"
    rounds = " ".join(f"{one:g}" for one in result.rounds)
    times_ms = f"{result.p50_ms:.0f} | {result.p95_ms:.0f} | {result.cpu_ms:.1f}"
    return (
        f"| {result.size} | {result.page} | {result.side} | {result.per_second:.1f} ({rounds}) | {times} | {times_ms} "
        f"| {result.queries} ({result.queries_cold}) | {result.bytes} |"
    )


def forget_caches(side: Side, size: int) -> None:
    """Empty the Redis number of a side (never the one that REDIS_URL names)."""
    redis = urlsplit(environment(side, size)["REDIS_URL"])
    command = ["redis-cli", "-h", redis.hostname, "-p", str(redis.port), "-n", redis.path.lstrip("/"), "flushdb"]
    subprocess.run(command, check=True, capture_output=True)


def write(results: list[Result], options: argparse.Namespace) -> None:
    now = datetime.now(tz=UTC)
    path = BENCH / "results" / f"{now:%Y%m%d-%H%M%S}.json"
    about = {"at": now.isoformat(), "load_average": os.getloadavg(), "cores": os.cpu_count(), "options": vars(options)}
    path.write_text(
        json.dumps(about | {"results": [asdict(result) for result in results]}, indent=1, ensure_ascii=False)
    )
    say(f"Written: {path.relative_to(BENCH.parent)}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Orders a second, ours beside stock Oscar's, in turn on the same catalogue, database server, settings and machine.

    eval "$(.ci/stack env)"
    .venv/bin/python bench/orders/measure.py

Each order is a guest's, of three products of three shops, over HTTP at gunicorn. *place*: the one request that turns a
basket into an order. *end to end*: from the filled basket through every page of the checkout to the page that thanks.
A worker runs ours' jobs meanwhile on the same machine; stock writes its letter within the request.
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(Path(__file__).parent)]

from load import CLIENTS  # noqa: E402
from prepare import collect_static, prepare  # noqa: E402
from servers import OURS, STOCK_SQL, Side, cpu_seconds, database_url, environment, say, serving  # noqa: E402
from shoppers import OurShopper, Shopper, StockShopper  # noqa: E402

SIDES: dict[Side, type[Shopper]] = {OURS: OurShopper, STOCK_SQL: StockShopper}
PLENTY = "update partner_stockrecord set num_in_stock = 1000000, num_allocated = 0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2000, help="how many products the catalogue has")
    parser.add_argument("--orders", type=int, default=60, help="how many orders a round and side")
    parser.add_argument("--rounds", type=int, default=3, help="how often the sides take turns (A B A B)")
    options = parser.parse_args()
    prepare(options.size)
    collect_static(options.size)
    fill_shelves(options.size)
    say("| lines | side | queries to place |\n| --- | --- | --- |")
    for lines in (1, 3, 6):
        for side in SIDES:
            say(f"| {lines} | {side.name} | {queries(side, options.size, lines)} |")
    compare(options)


def fill_shelves(size: int) -> None:
    """So much of everything that no run empties a shelf."""
    for kind in ("ours", "stock"):
        command = ["psql", "--quiet", "--no-psqlrc", database_url(kind, size), "--command"]
        subprocess.run([*command, PLENTY], check=True)
        subprocess.run([*command, "vacuum analyze"], check=True)


def baskets(size: int, lines: int, number: int) -> list[list[int]]:
    command = [str(OURS.python), "-m", "ours.baskets", str(lines), str(number)]
    done = subprocess.run(command, cwd=BENCH, env=environment(OURS, size), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def queries(side: Side, size: int, lines: int) -> int:
    """Queries of the request that places an order of so many lines, each of another shop; the second is told."""
    with serving(side, size, count=True) as (port, __):
        for products in baskets(size, lines, 2):
            shopper = SIDES[side](port).fill(products).check_out().place()
    return shopper.browser.queries


def compare(options: argparse.Namespace) -> None:
    chosen = baskets(options.size, 3, options.orders)
    with contextlib.ExitStack() as stack:
        servers = {side: stack.enter_context(serving(side, options.size)) for side in SIDES}
        jobs = stack.enter_context(worker(options.size))
        before = cpu_seconds(jobs)
        results: dict[tuple[str, Side], list[Round]] = {}
        for number in range(options.rounds + 1):
            for side, kind in SIDES.items():
                for what, measured in measure(kind, *servers[side], chosen).items():
                    if number:  # the first round warms up
                        results.setdefault((what, side), []).append(measured)
        announced = (options.rounds + 1) * 2 * options.orders
        say(f"\nThe worker of ours used {(cpu_seconds(jobs) - before) / announced * 1000:.0f} ms of CPU an order.")
    say(
        "\n| what | side | orders a second (rounds) | p50 ms | p95 ms | CPU ms |\n| --- | --- | --- | --- | --- | --- |"
    )
    for (what, side), rounds in sorted(results.items(), key=lambda one: one[0][0], reverse=True):
        times = statistics.quantiles([time for one in rounds for time in one.taken], n=20, method="inclusive")
        rates = [len(one.taken) / one.seconds for one in rounds]
        busy = sum(one.busy for one in rounds) / sum(len(one.taken) for one in rounds)
        say(
            f"| {what} | {side.name} | {statistics.fmean(rates):.1f} ({' '.join(f'{one:.1f}' for one in rates)}) "
            f"| {times[9] * 1000:.0f} | {times[18] * 1000:.0f} | {busy * 1000:.0f} |"
        )


@dataclass(frozen=True)
class Round:
    """The seconds of each order, what all took, and how long gunicorn's processes were at work meanwhile."""

    taken: list[float]
    seconds: float
    busy: float


def measure(kind: type[Shopper], port: int, pid: int, chosen: list[list[int]]) -> dict[str, Round]:
    """For the button alone and for the whole way; filling baskets is not timed."""
    ready = each(lambda products: kind(port).fill(products).check_out(), chosen)[0]
    place = timed(pid, lambda shopper: shopper.place(), ready)
    filled = each(lambda products: kind(port).fill(products), chosen)[0]
    whole = timed(pid, lambda shopper: shopper.check_out().place().thanks(), filled)
    return {"place": place, "end to end": whole}


def timed(pid: int, act, things: list) -> Round:
    before = cpu_seconds(pid)
    __, taken, seconds = each(act, things)
    return Round(taken, seconds, cpu_seconds(pid) - before)


def each(act, things: list) -> tuple[list, list[float], float]:
    """Do `act` with each thing, `CLIENTS` at a time: what came of each, the seconds of each, the seconds of all."""
    waiting, done, taken, failures = list(things), [], [], []

    def client() -> None:
        while waiting and not failures:
            with contextlib.suppress(IndexError):
                thing = waiting.pop()
                started = time.perf_counter()
                try:
                    done.append(act(thing))
                except Exception as error:
                    failures.append(error)
                taken.append(time.perf_counter() - started)

    started = time.perf_counter()
    threads = [threading.Thread(target=client) for __ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return done, taken, time.perf_counter() - started


@contextlib.contextmanager
def worker(size: int):
    """A Celery worker of ours with one process, as long as the benchmark runs.

    Pages go before its jobs when the cores are full, as docker-compose.yml has it too.
    """
    command = [
        "nice",
        "-n",
        "10",
        str(OURS.python),
        "-m",
        "celery",
        "--app=marketplace",
        "worker",
        "--concurrency=1",
        "--loglevel=error",
    ]
    process = subprocess.Popen(
        command, cwd=BENCH, env=environment(OURS, size), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


if __name__ == "__main__":
    main()

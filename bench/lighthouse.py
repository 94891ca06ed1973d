#!/usr/bin/env python3
"""Lighthouse (mobile) on the home page, a category and a product of a shop that is open.

    PORT=8000 bin/demo                 # in another terminal
    eval "$(.ci/stack env)"            # or: .ci/browser_tools; BROWSER_TOOLS names the folder it filled
    .venv/bin/python bench/lighthouse.py http://127.0.0.1:8000

Prints for each page the four scores, what the visit weighs and what cost points; exit code 1 when a score is below 95
or the first visit to the home page is 200 KB or more. Chrome's port and cache are Lighthouse's own at every run.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

LEAST_SCORE = 95
MOST_HOME_BYTES = 200_000
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --lang=vi"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="the address of the shop, without a slash at the end")
    parser.add_argument(
        "--runs", type=int, default=3, help="runs of each page; the one with the median performance is told"
    )
    options = parser.parse_args()
    failed = []
    say("| page | " + " | ".join(CATEGORIES) + " | KB | requests | " + " | ".join(TIMES) + " |")
    for name, address in pages(options.site.rstrip("/")).items():
        reports = sorted((run(address) for _ in range(options.runs)), key=lambda one: score(one, "performance"))
        report = reports[len(reports) // 2]
        say(row(name, report))
        for problem in problems(report):
            say(f"    {problem}")
        too_low = [one for one in CATEGORIES if score(report, one) < LEAST_SCORE]
        failed += [f"{name}: {one} {score(report, one)}" for one in too_low]
        if name == "home" and weight(report) >= MOST_HOME_BYTES:
            failed.append(f"home: {weight(report)} bytes")
    say("\n".join(["Missed:", *failed]) if failed else "Every aim is met.")
    return 1 if failed else 0


def pages(site: str) -> dict[str, str]:
    """The three addresses: the first category and the first product that the home page links to."""
    home = urllib.request.urlopen(f"{site}/", timeout=60).read().decode()  # noqa: S310 - the address is the user's own
    category = re.search(r'href="(/catalogue/category/[^"?]+)"', home).group(1)
    product = re.search(r'href="(/catalogue/[^"/?]+_\d+/)"', home).group(1)
    return {"home": f"{site}/", "category": site + category, "product": site + product}


def run(address: str) -> dict:
    """One run of Lighthouse with its defaults: a phone on slow 4G, simulated."""
    tools = Path(os.environ.get("BROWSER_TOOLS") or ".stack/node/node_modules")
    chrome = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    command = ["node", str(tools / "lighthouse" / "cli" / "index.js"), address, "--quiet", "--output=json"]
    command += ["--output-path=stdout", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME_FLAGS}"]
    env = os.environ | ({"CHROME_PATH": chrome} if chrome else {})
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def score(report: dict, category: str) -> int:
    return round((report["categories"][category]["score"] or 0) * 100)


def weight(report: dict) -> int:
    """The bytes that came over the wire, headers and all."""
    return round(report["audits"]["total-byte-weight"]["numericValue"])


def row(name: str, report: dict) -> str:
    requests = len(report["audits"]["network-requests"]["details"]["items"])
    scores = [str(score(report, category)) for category in CATEGORIES]
    times = [report["audits"][audit].get("displayValue", "–").replace("\xa0", " ") for audit in TIMES]
    return f"| {' | '.join([name, *scores, f'{weight(report) / 1000:.0f}', str(requests), *times])} |"


def problems(report: dict) -> list[str]:
    """The audits that took points, by category."""
    found = []
    for category in CATEGORIES:
        for one in report["categories"][category]["auditRefs"]:
            audit = report["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"{category}: {audit['title']} ({audit.get('displayValue') or audit['score']})")
    return found


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

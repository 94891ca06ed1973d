"""What is asked of each page: several addresses, so that caches of either side are used as in life."""

import json
import re
import subprocess
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from load import Request
from servers import BENCH, OURS, Side, environment

PAGES = ("home", "category", "product", "search", "basket")
BASKET_COOKIE = "oscar_open_basket"


def sample(size: int) -> dict:
    """The seeded choice of addresses (`ours/sample.py`)."""
    command = [str(OURS.python), "-m", "ours.sample"]
    done = subprocess.run(command, cwd=BENCH, env=environment(OURS, size), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def requests_of(side: Side, port: int, chosen: dict) -> dict[str, list[Request]]:
    """The requests of each page for one side; baskets are filled through its own forms."""
    return {
        "home": [Request("/" if side.kind == "ours" else "/catalogue/")],
        "category": [Request(path) for path in chosen["categories"]],
        "product": [Request(path) for path in chosen["products"]],
        "search": [Request(f"/search/?q={quote(word)}") for word in chosen["words"]],
        "basket": [Request("/basket/", fill_basket(port, paths)) for paths in chosen["baskets"]],
    }


def fill_basket(port: int, paths: list[str]) -> str:
    """Put these products into a guest's basket as her browser would; return her cookie."""
    cookies: dict[str, str] = {}
    for path in paths:
        page = _send(port, "GET", path, cookies)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        action = re.search(r'action="(/basket/add/\d+/)"', page).group(1)
        _send(port, "POST", action, cookies, urlencode({"csrfmiddlewaretoken": token, "quantity": 1}))
    return f"{BASKET_COOKIE}={cookies[BASKET_COOKIE]}"


def _send(port: int, method: str, path: str, cookies: dict[str, str], form: str | None = None) -> str:
    """One request of a browser that keeps `cookies` and follows no redirect; returns the page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, form, headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    if answer.status not in (200, 302):
        raise RuntimeError(f"{method} {path} answered {answer.status}")
    for header in answer.headers.get_all("Set-Cookie") or []:
        cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(header).items()}
    return page

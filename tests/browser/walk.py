"""Every page a buyer sees, opened on a phone and on a desktop, with what is found out on the way."""

import gzip
import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Error as BrowserError

from tests.plugins.browser import PATIENCE

SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
TOOLS = Path(os.environ.get("BROWSER_TOOLS", "/nowhere"))
TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")
# Pictures below the fold are asked for before the screenshot; buttons do not fade while it is taken.
READY = """async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(image => image.complete || new Promise(done => {
        image.addEventListener("load", done); image.addEventListener("error", done);
    })));
    await document.fonts.ready;
}"""


@dataclass
class Visit:
    """One page on one screen: its address, its HTML as sent, and what is wrong with it."""

    name: str
    address: str
    html: str
    too_wide_by: int
    violations: list[str]
    complaints: list[str]


@dataclass
class Walk:
    """A browser context of one screen; `visits` are the pages it has looked at."""

    context: object
    screen: str
    visits: list[Visit] = field(default_factory=list)

    def __post_init__(self):
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints, self.answers = [], []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if is_a_complaint(line) else None)
        self.page.on("response", lambda answer: self.answers.append(answer))
        self.axe = (TOOLS / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
        SCREENSHOTS.mkdir(exist_ok=True)

    def sign_in(self, user) -> None:
        """Go on as `user`, who has signed in before, and as nobody else."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        root = urljoin(self.page.url, "/")  # a cookie holds for the folder of its address
        self.context.clear_cookies()
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": root}])

    def open(self, name: str, address: str, status: int = 200) -> None:
        """Look at the page of this address, and at no other that one is sent to instead."""
        self.answers.clear()
        answer = self.page.goto(address)
        found = answer.status, path_of(self.page.url)
        assert found == (status, path_of(address)), f"{name}: {self.page.url}"
        self.look(name)

    def weigh(self, address: str) -> int:
        """The bytes that the first visit to `address` costs, as far as the screen shows it."""
        self.answers.clear()
        self.page.goto(address, wait_until="networkidle")
        return sum(map(weight_of, self.answers))

    def look(self, name: str) -> None:
        """Take down the page that is open now: whether it fits, what axe and the browser say of it."""
        page = self.page
        page.wait_for_load_state("load")
        html = next(answer for answer in reversed(self.answers) if is_the_page(answer)).text()
        page.evaluate(READY)
        self.take_picture(name)
        page.evaluate(self.axe)
        found = page.evaluate("axe.run().then(report => report.violations)")
        self.visits.append(
            Visit(
                name=f"{name}-{self.screen}",
                address=page.url,
                html=html,
                too_wide_by=page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"],
                violations=[f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]],
                complaints=self.complaints.copy(),
            )
        )
        self.complaints.clear()

    def take_picture(self, name: str) -> None:
        """Write what the screen shows; a busy Chromium that has no frame at hand is asked a second time."""
        picture = {"path": SCREENSHOTS / f"{name}-{self.screen}.png", "full_page": True}
        try:
            self.page.screenshot(**picture)
        except BrowserError:
            self.page.wait_for_timeout(1000)
            self.page.screenshot(**picture)


def path_of(address: str) -> str:
    return unquote(urlsplit(address).path)


def is_a_complaint(line) -> bool:
    """Whether a line of the browser's console tells of a fault of ours; a 404 that was asked for is none."""
    return line.type == "error" and "status of" not in line.text


def is_the_page(answer) -> bool:
    return answer.request.resource_type == "document" and not 300 <= answer.status < 400


def weight_of(answer) -> int:
    """The bytes of an answer's body as nginx and the demo send it: text compressed."""
    if answer.status != 200:
        return 0
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    return (
        len(gzip.compress(body, 6)) if kind.startswith(TEXT) and "content-encoding" not in answer.headers else len(body)
    )


def nu_complaints(pages: dict[str, str], folder: Path) -> list[str]:
    """What the Nu checker says of these pages of HTML (by name); all in one run of it."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    checker = next(TOOLS.glob("vnu-jar/build/dist/vnu.jar"))
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", checker, "--format", "json", "--errors-only", *sorted(folder.glob("*.html"))],
        capture_output=True,
        text=True,
        timeout=600,
    )
    return [
        f"{Path(one['url']).stem}, line {one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}"
        for one in json.loads(done.stderr)["messages"]
    ]

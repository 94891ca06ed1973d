"""Every page that somebody can reach by links, once, as a guest and as each role of the demo: screenshots/<role>/.

Begins at the home page and at where the role's work begins, follows links, and opens one address for each view.
A page that fails or is wider than its screen is said at the end; the exit code tells of it.
"""

import argparse
import os
import re
import sys
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.demo"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's event loop runs in this thread

import django  # noqa: E402

django.setup()

from django.urls import Resolver404, resolve  # noqa: E402
from django.utils import translation  # noqa: E402
from playwright.sync_api import Error, sync_playwright  # noqa: E402

from marketplace.demo.people import demo_accounts  # noqa: E402
from tests.plugins.browser import DESKTOP, PHONE  # noqa: E402
from tests.plugins.chromium import CHROMIUM_ARGUMENTS, chromium_path  # noqa: E402

SCREENS = {"phone": PHONE, "desktop": DESKTOP}
# Where a guest begins besides the home page: what nothing links to, and what is not found.
GUEST_STARTS = ("/en/", "/search/?q=com+chay", "/search/?q=xyzzyx", "/styleguide/", "/styleguide/desk/", "/nowhere/")
FILES = re.compile(r"\.(pdf|xlsx|csv|zip|ics|png|txt|xml|webmanifest|js)$")
NOT_WALKED = re.compile(r"^(/en)?/(admin/.+/.+|media/|static/|accounts/logout/|places/)|^/en/.+")
NO_ANIMATION = "*,*::before,*::after{animation:none!important;transition:none!important}"
EAGER = """async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(one => one.complete || new Promise(done => {
        one.addEventListener("load", done); one.addEventListener("error", done);
    })));
    await Promise.all([...document.images].map(one => one.decode().catch(() => null)));
    await document.fonts.ready;
}"""


def main() -> int:
    accounts = {}
    for account in demo_accounts():
        accounts.setdefault(account["role"], account)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8000", help="the address of the demo")
    parser.add_argument("--role", nargs="+", choices=["guest", *accounts], default=["guest", *accounts])
    parser.add_argument("--to", type=Path, default=ROOT / "screenshots", help="the folder to write to")
    options = parser.parse_args()
    faults = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        for role in options.role:
            account = accounts.get(role)
            faults += Walk(browser, options.site.rstrip("/"), role, account, options.to / role).go()
        browser.close()
    print("\n".join(["Not as they should be:", *faults] if faults else ["All pages opened and fit."]))
    return 1 if faults else 0


class Walk:
    """One role's way through the shop."""

    def __init__(self, browser, site: str, role: str, account: dict | None, folder: Path):
        self.site, self.role, self.account, self.folder = site, role, account, folder
        self.pages = {name: self._page(browser, options) for name, options in SCREENS.items()}
        starts = ["/", account["home"], "/basket/"] if account else ["/", "/basket/", *GUEST_STARTS]
        self.waiting = deque(starts)
        self.seen = set() if account is None else set(public_views())
        self.faults: list[str] = []

    def _page(self, browser, options: dict):
        page = browser.new_context(base_url=self.site, bypass_csp=True, **options).new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: self.faults.append(f"{self.role} {page.url}: {error}"))
        page.on("dialog", lambda dialog: dialog.dismiss())
        return page

    def go(self) -> list[str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        for page in self.pages.values():
            if self.account:
                sign_in(page, self.account)
            else:
                fill_basket(page)
        while self.waiting:
            address = self.waiting.popleft()
            name = name_of(address)
            if name not in self.seen:
                self.seen.add(name)
                self.look(name, address)
        for page in self.pages.values():
            page.context.close()
        return self.faults

    def look(self, name: str, address: str) -> None:
        print(f"{self.role}: {name} {address}", flush=True)
        for screen, page in self.pages.items():
            try:
                answer = page.goto(address)
            except Error as error:
                if "Download is starting" in str(error):
                    return
                raise
            if answer and answer.status >= 400 and name != "not-found":
                self.faults.append(f"{self.role} {address}: {answer.status}")
            page.add_style_tag(content=NO_ANIMATION)
            page.evaluate(EAGER)
            if (too_wide := page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"]) > 0:
                self.faults.append(f"{self.role} {address}: {too_wide} px too wide on a {screen}")
            page.screenshot(path=self.folder / f"{name}-{screen}.png", full_page=True)
        self.waiting.extend(self._links(page))

    def _links(self, page) -> list[str]:
        """The addresses of this site that the page leads to and that are pages to walk to."""
        found = []
        for href in page.eval_on_selector_all("a[href]", "links => links.map(one => one.getAttribute('href'))"):
            parts = urlsplit(urljoin(page.url, href))
            is_ours = f"{parts.scheme}://{parts.netloc}" == self.site
            if is_ours and not FILES.search(parts.path) and not NOT_WALKED.match(parts.path):
                found.append(parts._replace(scheme="", netloc="", fragment="").geturl())
        return found


def name_of(address: str) -> str:
    """What a view is called in a file's name: the same for all its addresses."""
    path, _, query = address.partition("?")
    try:
        with translation.override("en" if path.startswith("/en/") else "vi"):
            match = resolve(path)
    except Resolver404:
        return "not-found"
    name = match.view_name.replace(":", "-") if match.view_name else path.strip("/").replace("/", "-")
    prefix = "en-" if path.startswith("/en/") else ""
    return prefix + name + ("-nothing" if "xyzzyx" in query else "")


def public_views() -> list[str]:
    """Views that the guest's walk shows already and that look the same for everyone."""
    from marketplace.storefront.pages import PAGES

    names = ["home", "catalogue-index", "catalogue-category", "catalogue-detail", "shops-list", "shops-detail"]
    return [*names, "search-search", *(f"pages-{name}" for name in PAGES)]


def sign_in(page, account: dict) -> None:
    page.goto("/accounts/login/")
    form = page.locator("form:has([name=password])")
    form.locator("[name=login]").fill(account["login"])
    form.locator("[name=password]").fill(account["password"])
    form.locator(".btn--primary").click()
    page.wait_for_url(lambda url: "/login" not in url)


def fill_basket(page) -> None:
    """Put two products of the home page into the basket, so that it and the checkout have something to show."""
    page.goto("/")
    links = page.eval_on_selector_all("a[href*='/catalogue/']", "all => all.map(one => one.getAttribute('href'))")
    products = dict.fromkeys(one for one in links if re.search(r"_\d+/$", one) and "category" not in one)
    for address in list(products)[:2]:
        page.goto(address)
        page.locator('[data-form="add-to-basket"] .btn--primary').first.click()
        page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

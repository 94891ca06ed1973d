"""Guests who order: what each shop's pages want of them, from the filled basket to the page that thanks."""

import re
import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

NAME, STREET, TOWN = "Trần Thị Hạnh", "Số 5, thôn Văn Lâm", "Phường Nam Hoa Lư, Tỉnh Ninh Bình"


class Refused(Exception):
    """A page answered otherwise than it does to a guest who orders."""


@dataclass
class Browser:
    """One guest's browser: keeps cookies, follows no redirect, counts the queries that the counting pass tells."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": secrets.token_hex(16)})
    queries: int = 0

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, 200)[1]

    def send(self, path: str, **form: str) -> str:
        """Post a form that leads on; return where to."""
        return self._ask("POST", path, urlencode(form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}), 302)[0]

    def _ask(self, method: str, path: str, form: str | None, expected: int) -> tuple[str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, form, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        if answer.status != expected:
            raise Refused(f"{method} {path} answered {answer.status}, not {expected}: {page[:500]}")
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(header).items()}
        self.queries = int(answer.headers.get("X-Queries", 0))
        return answer.headers.get("Location", ""), page


class Shopper(ABC):
    """A guest in one of the shops: `fill`, then `check_out` up to the last button, then `place`, then `thanks`."""

    def __init__(self, port: int):
        self.browser = Browser(port)

    def fill(self, products: list[int]) -> "Shopper":
        for product in products:
            self.browser.send(f"/basket/add/{product}/", quantity="1")
        return self

    @abstractmethod
    def check_out(self) -> "Shopper":
        """All pages up to the one whose button places the order."""

    @abstractmethod
    def place(self) -> "Shopper":
        """Press the button."""

    def thanks(self) -> None:
        """Open the page to which the button led."""
        self.browser.get(self.thanks_page)


class OurShopper(Shopper):
    def check_out(self):
        page = self.browser.get("/checkout/")
        self.token = re.search(r'name="basket" value="([^"]+)"', page).group(1)
        return self

    def place(self):
        address = {"full_name": NAME, "phone": "0912345678", "ward": TOWN, "address": STREET, "note": ""}
        method = {"email": "hanh@example.com", "payment_method": "cod", "basket": self.token}
        self.thanks_page = self.browser.send("/checkout/", **address, **method)
        return self


class StockShopper(Shopper):
    def check_out(self):
        browser = self.browser
        browser.get("/checkout/")
        browser.send("/checkout/", username="hanh@example.com", options="anonymous")
        browser.get("/checkout/shipping-address/")
        names = {"first_name": NAME, "last_name": "Hạnh", "line1": STREET, "line4": TOWN, "postcode": "430000"}
        browser.send("/checkout/shipping-address/", **names, country="VN", phone_number="", notes="")
        # One way to deliver and none to pay are to choose: the next two pages only lead on.
        for path in ("/checkout/shipping-method/", "/checkout/payment-method/"):
            browser._ask("GET", path, None, 302)
        browser.get("/checkout/payment-details/")
        browser.get("/checkout/preview/")
        return self

    def place(self):
        self.thanks_page = self.browser.send("/checkout/preview/", action="place_order")
        return self

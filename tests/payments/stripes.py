"""What tests ask of Stripe's stand-ins, and events signed as Stripe signs them."""

import hashlib
import hmac
import json
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
GOOD, DECLINED, ASKS_FOR_3DS = "4242424242424242", "4000000000000002", "4000002500003155"


@contextmanager
def running(command: list[str], port: int):
    """The program is started and answers on `port`; stopped at the end."""
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, program)
        yield
    finally:
        program.terminate()
        program.wait(60)


def _wait_for(port: int, program: subprocess.Popen) -> None:
    deadline = time.monotonic() + 90  # stripe-mock reads a large specification first
    while time.monotonic() < deadline and program.poll() is None:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the stand-in of Stripe did not start")


class LocalStripe:
    """localstripe, seen from a buyer's browser and from Stripe's own desk."""

    def __init__(self, address: str):
        self.address = address
        self.session = requests.Session()
        self.session.auth = ("sk_test_localstripe", "")

    def forget(self) -> None:
        self.session.delete(f"{self.address}/_config/data").raise_for_status()

    def token(self, number: str = GOOD) -> str:
        """What the card's fields give to our page."""
        card = {"number": number, "exp_month": "12", "exp_year": "2030", "cvc": "123"}
        return self._post("tokens", {f"card[{name}]": value for name, value in card.items()})["id"]

    def intents(self) -> list[dict]:
        return self.session.get(f"{self.address}/v1/payment_intents").json()["data"]

    def refunds(self) -> list[dict]:
        return self.session.get(f"{self.address}/v1/refunds").json()["data"]

    def authenticate(self, intent: dict, success: bool = True) -> dict:
        """The buyer confirms at her bank, or does not."""
        return self._post(
            f"payment_intents/{intent['id']}/_authenticate?success={str(success).lower()}",
            {"client_secret": intent["client_secret"], "key": "pk_test_localstripe"},
        )

    def _post(self, path: str, data: dict) -> dict:
        answer = self.session.post(f"{self.address}/v1/{path}", data=data)
        answer.raise_for_status()
        return answer.json()


def signed(event: dict, secret: str, at: float | None = None) -> tuple[bytes, str]:
    """The body and the signature of a webhook (https://docs.stripe.com/webhooks#verify-manually)."""
    body = json.dumps(event).encode()
    moment = int(at or time.time())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, f"t={moment},v1={digest}"


def an_event(kind: str, told: dict, number: str = "evt_1") -> dict:
    return {"id": number, "object": "event", "type": kind, "api_version": "2024-06-20", "data": {"object": told}}

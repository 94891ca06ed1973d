"""Stripe's stand-ins on the loopback, started once for all tests that need them."""

import os
import sys

import pytest

from tests.payments.stripes import LocalStripe, running
from tests.plugins.ports import free_port


@pytest.fixture(scope="session")
def localstripe_server():
    port = free_port()
    with running([sys.executable, "bin/lib/stand_in.py", str(port)], port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def localstripe(localstripe_server, settings):
    """Cards are offered, against localstripe with an empty memory."""
    settings.STRIPE_SECRET_KEY = "sk_test_localstripe"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_localstripe"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_for_tests"
    settings.STRIPE_API_BASE = localstripe_server
    settings.STRIPE_JS_URL = f"{localstripe_server}/js.stripe.com/v3/"
    stand_in = LocalStripe(localstripe_server)
    stand_in.forget()
    return stand_in


@pytest.fixture(scope="session")
def stripe_mock_server():
    port = free_port()
    addresses = ["-http-addr", f"127.0.0.1:{port}", "-https-addr", "127.0.0.1:"]  # HTTPS has a fixed port otherwise
    with running([os.environ["STRIPE_MOCK"], *addresses], port):
        yield f"http://127.0.0.1:{port}"

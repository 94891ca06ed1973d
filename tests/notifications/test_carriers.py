import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail

from marketplace.notifications.carriers import Message, NotDelivered, carrier_of

MESSAGE = Message(to="+84912345678", text="Đơn hàng K7-1", subject="Chợ Sen", reference="notice-1")


@pytest.fixture
def gateway(settings):
    """An operator's gateway that answers with `status` and remembers what it was sent; with none it speaks no HTTP."""

    class Handler(BaseHTTPRequestHandler):
        status, received = 202, []

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.received.append((self.headers["Authorization"], json.loads(body)))
            if self.status:
                self.send_response(self.status)
                self.end_headers()
            else:
                self.wfile.write(b"xin chao\r\n")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTIFICATION_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.NOTIFICATION_GATEWAY_TOKEN = "a-token"
    settings.NOTIFICATION_CARRIERS = {"sms": "marketplace.notifications.carriers.GatewayCarrier"}
    yield Handler
    server.shutdown()
    server.server_close()


def test_the_gateway_is_sent_json_with_its_token(gateway):
    carrier_of("sms").send(MESSAGE)
    fields = {"to": "+84912345678", "text": "Đơn hàng K7-1", "channel": "sms", "reference": "notice-1"}
    assert gateway.received == [("Bearer a-token", fields)]


def test_a_gateway_that_refuses_or_is_not_there_has_not_taken_it(gateway, settings):
    for gateway.status in (503, 0):
        with pytest.raises(NotDelivered):
            carrier_of("sms").send(MESSAGE)
    settings.NOTIFICATION_GATEWAY_URL = "http://127.0.0.1:9/"
    with pytest.raises(NotDelivered):
        carrier_of("sms").send(MESSAGE)


def test_the_demo_writes_messages_to_files(settings, tmp_path):
    settings.NOTIFICATION_FILES = str(tmp_path)
    settings.NOTIFICATION_CARRIERS = {"sms": "marketplace.notifications.carriers.FileCarrier"}
    carrier_of("sms").send(MESSAGE)
    [file] = (tmp_path / "sms").glob("*+84912345678.txt")
    assert "Đơn hàng K7-1" in file.read_text(encoding="utf-8")


def test_the_console_carrier_prints(settings, capsys):
    settings.NOTIFICATION_CARRIERS = {"zalo": "marketplace.notifications.carriers.ConsoleCarrier"}
    carrier_of("zalo").send(MESSAGE)
    assert "+84912345678" in capsys.readouterr().err


def test_a_letter_that_is_tried_again_keeps_its_id(settings):
    carrier_of("email").send(Message(to="hanh@example.com", text="…", subject="…", reference="notice-1"))
    assert mail.outbox[0].extra_headers["Message-ID"] == "<notice-1@testserver>"


def test_a_mail_server_that_is_down_has_not_taken_it(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(NotDelivered):
        carrier_of("email").send(Message(to="hanh@example.com", text="…"))

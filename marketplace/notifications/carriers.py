"""What carries messages: `NOTIFICATION_CARRIERS` names one class a channel; a channel without one is not used."""

import json
import re
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.module_loading import import_string

TIMEOUT_SECONDS = 10


class NotDelivered(Exception):
    """The carrier did not take the message; trying again later may help."""


@dataclass(frozen=True)
class Message:
    """What a carrier carries. `reference` is the same whenever the same message is tried again."""

    to: str
    text: str
    subject: str = ""
    html: str = ""
    reference: str = ""


class Carrier(Protocol):
    def send(self, message: Message) -> None:
        """Hand the message over.

        Raises:
            NotDelivered: when it was not taken.
        """


def has_carrier(channel: str) -> bool:
    return channel in settings.NOTIFICATION_CARRIERS


def carrier_of(channel: str) -> Carrier:
    """The carrier of a channel.

    Raises:
        NotDelivered: when the settings name none.
    """
    if not has_carrier(channel):
        raise NotDelivered(f"No carrier is set for {channel}.")
    factory: Callable[[str], Carrier] = import_string(settings.NOTIFICATION_CARRIERS[channel])
    return factory(channel)


class ConsoleCarrier:
    """Writes messages to standard error: for development."""

    def __init__(self, channel: str):
        self.channel = channel

    def send(self, message: Message) -> None:
        sys.stderr.write(f"[{self.channel}] {message.to}: {message.subject} {message.text}\n")


class FileCarrier:
    """Writes one file a message into `NOTIFICATION_FILES/<channel>/`: for the demo, where one reads the codes there."""

    def __init__(self, channel: str):
        self.folder = Path(settings.NOTIFICATION_FILES) / channel

    def send(self, message: Message) -> None:
        to = re.sub(r"[^\w@.+-]", "_", message.to)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{to}.txt"
            content = "\n\n".join(filter(None, [message.subject, message.text]))
            (self.folder / name).write_text(f"{message.to}\n\n{content}\n", encoding="utf-8")
        except OSError as error:
            raise NotDelivered(str(error)) from error


class MemoryCarrier:
    """Keeps messages in `outbox`: for tests."""

    outbox: list[Message] = []

    def __init__(self, channel: str):
        self.channel = channel

    def send(self, message: Message) -> None:
        self.outbox.append(message)


class MailCarrier:
    """E-mail by Django's backend (`EMAIL_URL`), as plain text and HTML."""

    def __init__(self, channel: str):
        pass

    def send(self, message: Message) -> None:
        letter = EmailMultiAlternatives(subject=message.subject, body=message.text, to=[message.to])
        if message.reference:
            # A letter that is tried again keeps its id, so that mail programs show it once.
            letter.extra_headers["Message-ID"] = f"<{message.reference}@{settings.SITE_URL.partition('://')[2]}>"
        if message.html:
            letter.attach_alternative(message.html, "text/html")
        try:
            letter.send()
        except OSError as error:  # smtplib's errors are among them
            raise NotDelivered(str(error)) from error


class GatewayCarrier:
    """Posts JSON (`to`, `text`, `channel`, `reference`) to the operator's gateway, which speaks to the telephone firms.

    `NOTIFICATION_GATEWAY_URL` is its address, `NOTIFICATION_GATEWAY_TOKEN` its bearer token. Any answer of 2xx means
    taken; the gateway drops what it has seen under the same reference.
    """

    def __init__(self, channel: str):
        self.channel = channel

    def send(self, message: Message) -> None:
        fields = {"to": message.to, "text": message.text, "channel": self.channel, "reference": message.reference}
        request = urllib.request.Request(  # noqa: S310 - the operator's own address, checked when the settings load
            settings.NOTIFICATION_GATEWAY_URL,
            data=json.dumps(fields).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.NOTIFICATION_GATEWAY_TOKEN}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
                pass
        except (OSError, HTTPException) as error:
            raise NotDelivered(str(error)) from error

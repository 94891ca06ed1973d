"""A small load generator: standard library only, a closed loop, loopback only, bounded in time.

Each client asks for one page after another on a new connection (gunicorn's sync workers close each one anyway) and
begins elsewhere in the list of addresses, so that all of them are asked for equally.
"""

import socket
import threading
import time
from dataclasses import dataclass

CLIENTS = 4
PATIENCE = 120  # seconds for one answer


@dataclass(frozen=True)
class Request:
    """A page to ask for, as a guest, with her cookies where she has some."""

    path: str
    cookie: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


def ask(port: int, request: Request) -> Answer:
    """One GET; seconds from before the connection to the last byte."""
    cookie = f"Cookie: {request.cookie}\r\n" if request.cookie else ""
    head = f"GET {request.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n{cookie}Connection: close\r\n\r\n"
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(head.encode())
        parts = []
        while part := connection.recv(1 << 18):
            parts.append(part)
    seconds = time.perf_counter() - started
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(status.split(" ", 2)[1]), headers, body, seconds)


def checked(port: int, request: Request) -> Answer:
    """One GET that must give a whole page.

    Raises:
        RuntimeError: when it does not.
    """
    answer = ask(port, request)
    if answer.status != 200 or b"</html>" not in answer.body[-200:]:
        raise RuntimeError(f"{request.path} answered {answer.status} ({answer.headers.get('location', 'half a page')})")
    return answer


def load(port: int, requests: list[Request], seconds: float) -> tuple[list[float], float]:
    """Ask for `requests` again and again for so many seconds; return each answer's seconds, and the time all took."""
    taken: list[float] = []
    failures: list[Exception] = []
    started = time.perf_counter()

    def client(number: int) -> None:
        position = number * len(requests) // CLIENTS
        while time.perf_counter() - started < seconds and not failures:
            try:
                taken.append(checked(port, requests[position % len(requests)]).seconds)
            except Exception as error:
                failures.append(error)
            position += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return taken, time.perf_counter() - started

"""The same sent twice at the same moment: two taps on a slow phone."""

import threading

from django.db import connection
from django.test import Client


def at_once(person, send) -> list[int]:
    """The status of two answers to what the same person sends twice at the same moment."""
    start, answers = threading.Barrier(2), []

    def press():
        browser = Client()
        browser.force_login(person)
        start.wait()
        answers.append(send(browser).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for __ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)

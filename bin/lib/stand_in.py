"""Runs localstripe, which stands in for Stripe, on the loopback: PORT. It ends with the program that started it.

Its own command listens everywhere and keeps its state in /tmp. It is GPL-3 and a program of its own: nothing of ours
imports it (requirements-demo.txt).
"""

import asyncio
import os
import sys

from aiohttp import web
from localstripe import server
from localstripe.resources import Store


async def end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        await asyncio.sleep(2)
    os._exit(0)


async def watch(app) -> None:
    app["watch"] = asyncio.create_task(end_with_parent(os.getppid()))


if __name__ == "__main__":
    Store.dump_to_disk = lambda self: None
    server.app.on_startup.append(watch)
    web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)

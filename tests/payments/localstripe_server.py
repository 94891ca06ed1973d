"""Runs localstripe on the loopback (its own command listens everywhere and keeps its state in /tmp): PORT."""

import sys

from aiohttp import web
from localstripe import server
from localstripe.resources import Store

if __name__ == "__main__":
    Store.dump_to_disk = lambda self: None
    web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)

"""Ports of the loopback for the servers that tests start."""

import random
import socket

BELOW_THOSE_OF_CALLERS = range(20_000, 32_000)
"""Systems give callers' sockets ports from 32768 on, so none takes one of these while a server is still starting."""


def free_port() -> int:
    for port in random.sample(BELOW_THOSE_OF_CALLERS, 100):
        with socket.socket() as listener:
            if listener.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no port of the loopback is free")

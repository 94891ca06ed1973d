"""An Elasticsearch of a test's own, to be killed: the distribution that `.ci/stack` installed, with data of its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.plugins.ports import free_port

STACK_USER = "chosen-stack"
"""Elasticsearch refuses to run as root; `.ci/lib.sh` makes this user where the stack is root's."""
STARTING_SECONDS = 300


class Node:
    """`start()`, `kill()` (at once, as a power cut does) and `start()` again: the same port and data."""

    def __init__(self):
        self.home = installed()
        self.folder = Path(tempfile.mkdtemp(prefix="chosen-node-"))
        self.port, transport = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = None
        shutil.copytree(self.home / "config", self.folder / "config")
        (self.folder / "tmp").mkdir()
        (self.folder / "config" / "elasticsearch.yml").write_text(
            f"cluster.name: killed\npath.data: {self.folder}/data\npath.logs: {self.folder}/logs\n"
            f"network.host: 127.0.0.1\nhttp.port: {self.port}\ntransport.port: {transport}\n"
            "discovery.type: single-node\nxpack.security.enabled: false\n"
            "cluster.routing.allocation.disk.threshold_enabled: false\n"
        )
        options = self.folder / "config" / "jvm.options"
        kept = [line for line in options.read_text().splitlines() if not line.startswith("-Xlog:gc")]
        options.write_text("\n".join(kept) + "\n")

    def start(self) -> None:
        """Until it answers."""
        as_user = []
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{STACK_USER}:", str(self.folder)], check=True)
            as_user = ["setpriv", f"--reuid={STACK_USER}", f"--regid={STACK_USER}", "--init-groups"]
        java = Path(os.path.realpath(shutil.which("java"))).parents[1]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(java),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_OPTS": "-Xms256m -Xmx256m",
        }
        with (self.folder / "out.log").open("ab") as out:
            self._process = subprocess.Popen(
                [*as_user, str(self.home / "bin" / "elasticsearch")],
                cwd="/", env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self._wait()

    def kill(self) -> None:
        """It and what it started, without a goodbye."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(URLError, OSError):
                urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=2s", timeout=5).close()
                return
            time.sleep(0.2)
        raise RuntimeError((self.folder / "out.log").read_text()[-2000:])


def installed() -> Path:
    """Where `.ci/elasticsearch` put the distribution; without it there is nothing that a test may kill."""
    stack = Path(os.environ.get("STACK_DIR") or Path(__file__).parents[2] / ".stack")
    found = list(stack.glob("servers/elasticsearch-*/bin/elasticsearch"))
    if not found:
        leave = pytest.fail if os.environ.get("REQUIRE_FULL_STACK") else pytest.skip
        leave(f"{stack} has no Elasticsearch of .ci/stack")
    return found[0].resolve().parents[1]

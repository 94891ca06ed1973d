"""The databases, folders and gunicorns of a benchmark. Stops only what it started, by its process id."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
OURS_PYTHON = ROOT / ".venv" / "bin" / "python"
STOCK_PYTHON = BENCH / ".venv" / "bin" / "python"
WORKERS = 2
REDIS_NUMBERS = {"ours": 8, "stock": 9}


@dataclass(frozen=True)
class Side:
    """One of the shops that are compared, as one process of gunicorn runs it."""

    name: str
    kind: str
    lists: str = ""

    @property
    def python(self) -> Path:
        return OURS_PYTHON if self.kind == "ours" else STOCK_PYTHON


OURS = Side("ours", "ours")
STOCK_SQL = Side("stock, lists from SQL", "stock", "sql")
STOCK_WHOOSH = Side("stock, lists from Whoosh", "stock", "whoosh")
SIDES = (OURS, STOCK_SQL, STOCK_WHOOSH)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def state(size: int) -> Path:
    """The folder (git ignores it) with what belongs to one size of catalogue: pictures, Whoosh's index, logs."""
    return BENCH / "results" / f"state-{size}"


def database_url(kind: str, size: int) -> str:
    """A database of our own beside the one that DATABASE_URL names."""
    parts = urlsplit(required("DATABASE_URL"))
    return urlunsplit(parts._replace(path=f"/bench_{kind}_{size}"))


def required(name: str) -> str:
    if not os.environ.get(name):
        raise SystemExit(f'{name} is not set. From the checkout: eval "$(.ci/stack env)"')
    return os.environ[name]


def environment(side: Side, size: int, count: bool = False) -> dict[str, str]:
    """The environment of a side's processes: nothing of ours leaks into stock's, nor the other way round."""
    keep = ("PATH", "HOME", "LANG", "TMPDIR")
    env = {name: os.environ[name] for name in keep if name in os.environ}
    env |= {
        "PYTHONPATH": os.pathsep.join([str(BENCH), *([str(ROOT)] if side.kind == "ours" else [])]),
        "REDIS_URL": urlunsplit(urlsplit(required("REDIS_URL"))._replace(path=f"/{REDIS_NUMBERS[side.kind]}")),
    }
    if count:
        env["BENCH_COUNT"] = "1"
    return env | (_ours(size) if side.kind == "ours" else _stock(side, size))


def _ours(size: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "ours.settings",
        "DJANGO_SECRET_KEY": "only-for-benchmarks",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "EMAIL_URL": "dummymail://",
        "DATABASE_URL": database_url("ours", size),
        "MEDIA_ROOT": str(state(size) / "ours-media"),
        "STATIC_ROOT": str(BENCH / "results" / "static"),
    }


def _stock(side: Side, size: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "stock.settings",
        "STOCK_DATABASE_URL": database_url("stock", size),
        "STOCK_STATE": str(state(size) / "stock"),
        "STOCK_LISTS": side.lists,
    }


def manage(side: Side, size: int, *arguments: str, **extra: str) -> None:
    """Run a management command of a side; end when it fails."""
    command = [str(side.python), "-m", "django", *arguments]
    subprocess.run(command, cwd=BENCH, env=environment(side, size) | extra, check=True)


@contextlib.contextmanager
def serving(side: Side, size: int, count: bool = False):
    """A gunicorn of a side on a free port of the loopback, with its sync workers; yields its port and process id."""
    port = _free_port()
    log = state(size) / f"{side.kind}-{side.lists or 'gunicorn'}.log"
    command = [str(side.python), "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    command += [
        f"--workers={1 if count else WORKERS}",
        "--worker-tmp-dir=/dev/shm",
        "--timeout=120",
        "--no-control-socket",
    ]
    command.append("marketplace.wsgi" if side.kind == "ours" else "stock.wsgi")
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=BENCH, env=environment(side, size, count), stdout=out, stderr=out)
    try:
        _wait(port, process, log)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def cpu_seconds(pid: int) -> float:
    """What the workers of this gunicorn have computed since they were born; the database's share is not in it."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(URLError, ConnectionError, TimeoutError):
            urlopen(f"http://127.0.0.1:{port}/catalogue/", timeout=30).read()
            return
        time.sleep(0.3)
    raise SystemExit(f"gunicorn did not start; see {log}")

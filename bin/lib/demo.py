"""bin/demo: from a fresh clone to an open shop; every step may be interrupted and started again."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from environment import PYTHON, ROOT, alone_in, ensure_messages, ensure_packages, run, say, stop

HOST = "127.0.0.1"


def main(arguments):
    if arguments not in ([], ["prepare"]):
        stop("Use: bin/demo            prepare and open the shop\n     bin/demo prepare    all but open it")
    port = chosen_port()
    if not arguments:
        ensure_free(port)
    prepare(port)
    if arguments:
        say("Ready. bin/demo opens it.")
    else:
        serve(port)


def chosen_port():
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def ensure_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            stop(f"This user may not open port {port}. Choose one above 1023: PORT=8001 bin/demo")
        except OSError:
            stop(
                f"Port {port} is taken: another program, perhaps an earlier demo, listens there.\n"
                f"Stop it, or choose another: PORT={port + 1 if port < 65535 else 8000} bin/demo"
            )


def prepare(port):
    folder = Path(os.environ.get("DEMO_DIR") or ROOT / ".demo").resolve()
    os.environ["DEMO_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.demo"
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    # Static files are served from where they are; an empty folder keeps the server from missing the collected ones.
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ["STATIC_ROOT"] = str(folder / "static")
    ensure_packages("requirements.txt", "requirements-demo.txt")
    with alone_in(folder):
        ensure_messages()
        fresh = not (folder / "ready").exists()
        say(f"Preparing the data in {folder}" + (" (about a minute the first time) …" if fresh else " …"))
        manage("migrate", "--verbosity=0", why="Preparing the database")
        manage("load_demo", why="Loading the demo data")
        (folder / "ready").touch()


def manage(*arguments, why):
    run(PYTHON, ROOT / "manage.py", *arguments, why=why)


def serve(port):
    say(f"\nChợ Sen is open at http://{HOST}:{port}/ (Ctrl-C closes it)\n")
    say(accounts_table())
    os.chdir(ROOT)
    start_stripes_stand_in()
    # One process: the demo's cache and jobs live in it. Threads let one slow page not hold up the others.
    options = [f"--bind={HOST}:{port}", "--threads=8", "--log-level=warning", "--no-control-socket"]
    os.execv(PYTHON, [PYTHON, "-m", "gunicorn", "marketplace.wsgi", *options])


def start_stripes_stand_in():
    """localstripe on a free port, so that cards can be tried; not where Stripe's own keys are given."""
    if os.environ.get("STRIPE_SECRET_KEY"):
        return
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    address = f"http://{HOST}:{port}"
    command = [PYTHON, ROOT / "bin" / "lib" / "stand_in.py", str(port)]
    subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.environ |= {
        "STRIPE_SECRET_KEY": "sk_test_localstripe",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_localstripe",
        "STRIPE_WEBHOOK_SECRET": "whsec_localstripe",
        "STRIPE_API_BASE": address,
        "STRIPE_JS_URL": f"{address}/js.stripe.com/v3/",
    }


def accounts_table():
    """The demo accounts, as columns: who, how to sign in, and where her work begins."""
    command = [PYTHON, ROOT / "manage.py", "demo_accounts", "--json"]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if answer.returncode != 0:
        stop("The list of demo accounts could not be read; the lines above say more.")
    columns = ["role", "login", "password", "home"]
    rows = [columns, *([str(account[name]) for name in columns] for account in json.loads(answer.stdout))]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "".join(f"  {line}\n" for line in lines)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nStopped. bin/demo goes on from here.", file=sys.stderr)
        sys.exit(130)

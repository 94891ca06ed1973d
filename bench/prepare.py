"""Fill the two databases of one size with the same catalogue; what is there already stays."""

import subprocess
from urllib.parse import urlsplit

from servers import BENCH, OURS, OURS_PYTHON, STOCK_PYTHON, STOCK_WHOOSH, database_url, manage, required, say, state

SHOPS_PER_PRODUCTS = 50
MANY = 20_000
"""From here on Whoosh's index is written with relations read at once: as stock does it takes half an hour and more."""


def prepare(size: int) -> None:
    """Create, migrate and fill both databases with `size` products."""
    ensure_stock_packages()
    done = state(size) / "ready"
    if done.exists():
        return
    for folder in (state(size) / "ours-media", state(size) / "stock" / "media"):
        folder.mkdir(parents=True, exist_ok=True)
    for kind in ("ours", "stock"):
        create_database(f"bench_{kind}_{size}")
    say(f"Our catalogue of {size} products …")
    manage(OURS, size, "migrate", "--verbosity=0")
    shops = max(20, size // SHOPS_PER_PRODUCTS)
    manage(OURS, size, "load_demo", f"--products={size}", f"--shops={shops}", "--no-pictures")
    say("The same in stock Oscar …")
    manage(STOCK_WHOOSH, size, "migrate", "--verbosity=0")
    ours = {"OURS_DATABASE_URL": database_url("ours", size)}
    arguments = [f"--media={state(size) / 'ours-media'}", *(["--prefetched"] if size >= MANY else [])]
    manage(STOCK_WHOOSH, size, "load_stock", *arguments, **ours)
    for kind in ("ours", "stock"):
        sql(f"bench_{kind}_{size}", "vacuum analyze")
    done.touch()


def collect_static(size: int) -> None:
    """The files that our production settings name by their content."""
    manage(OURS, size, "collectstatic", "--noinput", "--verbosity=0")


def ensure_stock_packages() -> None:
    """Stock Oscar in an environment of its own, `bench/.venv`."""
    if not STOCK_PYTHON.exists():
        say("Installing stock Oscar (bench/requirements.txt) …")
        subprocess.run([str(OURS_PYTHON), "-m", "venv", str(BENCH / ".venv")], check=True)
        install = [str(STOCK_PYTHON), "-m", "pip", "install", "--quiet", "-r", str(BENCH / "requirements.txt")]
        subprocess.run(install, check=True)


def create_database(name: str) -> None:
    """An empty database; one that a broken preparation left is dropped. Named `bench_…`, never another's."""
    for statement in (f'drop database if exists "{name}"', f'create database "{name}"'):
        sql("postgres", statement)


def sql(database: str, statement: str) -> None:
    url = urlsplit(required("DATABASE_URL"))._replace(path=f"/{database}").geturl()
    subprocess.run(["psql", "--quiet", "--no-psqlrc", url, "--command", statement], check=True)

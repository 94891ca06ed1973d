"""The only reader of the process environment; every variable is listed in `.env.example`."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
env.read_env(str(ROOT / ".env")) if (ROOT / ".env").is_file() else None


def require(*names: str) -> None:
    """Stop with one message that names every variable of `names` that is missing or empty.

    Raises:
        ImproperlyConfigured: when at least one is missing.
    """
    missing = [name for name in names if not env.str(name, default="")]
    if missing:
        raise ImproperlyConfigured("Set in the environment (see .env.example): " + ", ".join(missing))


def require_https(name: str, url: str) -> None:
    """Stop unless `url` is an https address, or one of this machine.

    Raises:
        ImproperlyConfigured: otherwise.
    """
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ImproperlyConfigured(f"{name} must begin with https://.")

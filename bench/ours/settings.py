"""Our production settings as they are; the counting pass adds its middleware."""

import os

from marketplace.settings.production import *  # noqa: F403

if os.environ.get("BENCH_COUNT"):
    MIDDLEWARE = ["counting.CountQueries", *MIDDLEWARE]  # noqa: F405
LOGGING["root"]["level"] = "WARNING"  # noqa: F405

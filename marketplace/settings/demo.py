"""The embedded default: one process, one folder of state, nothing to install. Never on the internet."""

from pathlib import Path

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.environment import ROOT, env

DEMO = True
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "the-demo-has-no-secrets"  # noqa: S105
ALLOWED_HOSTS = ["*"]

DEMO_DIR = Path(env.str("DEMO_DIR", default=str(ROOT / ".demo"))).resolve()
DEMO_DIR.mkdir(parents=True, exist_ok=True)
if "DATABASE_URL" not in env:
    DATABASES["default"]["NAME"] = str(DEMO_DIR / "db.sqlite3")  # noqa: F405
MEDIA_ROOT = str(DEMO_DIR / "media")
PRIVATE_ROOT = str(DEMO_DIR / "private")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MIDDLEWARE = ["marketplace.compression.TextGZipMiddleware", *MIDDLEWARE]  # noqa: F405 - before WhiteNoise, for its files too
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DEMO_DIR / "mail")
# Text messages and Zalo become files: $DEMO_DIR/sms/, $DEMO_DIR/zalo/.
NOTIFICATION_FILES = str(DEMO_DIR)
NOTIFICATION_CARRIERS |= {  # noqa: F405
    "sms": "marketplace.notifications.carriers.FileCarrier",
    "zalo": "marketplace.notifications.carriers.FileCarrier",
}
TRAINING_PRIVATE_ROOT = str(DEMO_DIR / "private" / "training")
TRAINING_SIGNING_FILE = str(DEMO_DIR / "private" / "signing.p12")

# A made-up account, so that the demo shows its QR code; no money moves.
BANK_BIN = env.str("BANK_BIN", default="970405")
BANK_ACCOUNT = env.str("BANK_ACCOUNT", default="3300205112233")
BANK_ACCOUNT_HOLDER = env.str("BANK_ACCOUNT_HOLDER", default="CHO SEN (MAU)")

# Jobs run in the process: that each has run is no news.
LOGGING["loggers"]["celery.app.trace"] = {"level": "WARNING"}  # noqa: F405

"""The tests: SQLite in memory unless DATABASE_URL names a PostgreSQL, jobs in the process."""

import tempfile
import uuid

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.environment import env

SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
if "DATABASE_URL" not in env:
    DATABASES["default"]["NAME"] = ":memory:"  # noqa: F405
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - the live server's threads come and go
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NOTIFICATION_CARRIERS = {
    "email": "marketplace.notifications.carriers.MailCarrier",
    "sms": "marketplace.notifications.carriers.MemoryCarrier",
    "zalo": "marketplace.notifications.carriers.MemoryCarrier",
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MEDIA_ROOT = tempfile.mkdtemp(prefix="chosen-media-")
PRIVATE_ROOT = tempfile.mkdtemp(prefix="chosen-private-")
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TRAINING_PRIVATE_ROOT = tempfile.mkdtemp(prefix="chosen-training-")
# The tests of the search turn Elasticsearch on for themselves, each with indices of its own.
ELASTICSEARCH_URL = ""
SEARCH_MEMORY_SECONDS = 0
ELASTICSEARCH_INDEX_PREFIX = f"test-{uuid.uuid4().hex}"
GUEST_PAGE_SECONDS = 0  # the tests of it turn it on

"""Only what training needs. Communes and the design system come from the two rooms that know no Oscar."""

import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
ROOT_URLCONF = "tests.alone.urls"
INSTALLED_APPS = [
    "tests.alone.apps.AloneConfig",
    "marketplace.ui.apps.UiConfig",
    "marketplace.places.apps.PlacesConfig",
    "training.apps.TrainingConfig",
    "training.assessment.apps.AssessmentConfig",
    "training.certificates.apps.CertificatesConfig",
    "training.reports.apps.ReportsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "tests" / "alone" / "templates", ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "training.context_processors.training",
            ],
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_USER_MODEL = "alone.User"
LOGIN_URL = "/sign-in/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["marketplace.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="alone-media-")
CELERY_TASK_ALWAYS_EAGER = True

HOME_PROVINCE = "37"
TRAINING_PLACE_MODEL = "places.Commune"
TRAINING_PLACE_FIELD = "marketplace.places.fields.CommuneField"
TRAINING_OPERATOR = "Hội Liên hiệp Phụ nữ tỉnh Ninh Bình"
TRAINING_PRIVATE_ROOT = tempfile.mkdtemp(prefix="alone-private-")
TRAINING_FONTS = ROOT / "templates" / "pdf" / "fonts"

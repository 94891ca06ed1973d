"""What is true of every way to run the shop."""

from decimal import Decimal

from celery.schedules import crontab
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403

from marketplace.settings.environment import ROOT, env, require_https

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_ID = 1

INSTALLED_APPS = [
    # Ours before Oscar's, so that our templates and commands win.
    "marketplace.ui.apps.UiConfig",
    "marketplace.places.apps.PlacesConfig",
    "marketplace.pictures.apps.PicturesConfig",
    "marketplace.accounts.apps.AccountsConfig",
    "marketplace.notifications.apps.NotificationsConfig",
    "marketplace.shops.apps.ShopsConfig",
    "marketplace.onboarding.apps.OnboardingConfig",
    "catalogue_ext.apps.CatalogueExtConfig",
    "marketplace.payments.apps.PaymentsConfig",
    "catalogue_ext.search.apps.ListingSearchConfig",
    "marketplace.orders.apps.OrdersConfig",
    "marketplace.ledger.apps.LedgerConfig",
    "training.apps.TrainingConfig",
    "training.assessment.apps.AssessmentConfig",
    "training.certificates.apps.CertificatesConfig",
    "training.reports.apps.ReportsConfig",
    "marketplace.workspace.apps.WorkspaceConfig",
    "marketplace.demo.apps.DemoConfig",
    "marketplace.accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sites",
    "django.contrib.sitemaps",
    "django.contrib.flatpages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    # Oscar: forks (marketplace.*) keep Oscar's labels, tables and migrations.
    "oscar.config.Shop",
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "marketplace.checkout.apps.CheckoutConfig",
    "oscar.apps.address.apps.AddressConfig",
    "marketplace.shipping.apps.ShippingConfig",
    "marketplace.catalogue.apps.CatalogueConfig",
    "marketplace.customer.apps.ReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "marketplace.partner.apps.PartnerConfig",
    "marketplace.basket.apps.BasketConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.order.apps.OrderConfig",
    "marketplace.customer.apps.CustomerConfig",
    "marketplace.search.apps.SearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "marketplace.customer.apps.WishlistsConfig",
    "oscar.apps.dashboard.apps.DashboardConfig",
    "oscar.apps.dashboard.reports.apps.ReportsDashboardConfig",
    "oscar.apps.dashboard.users.apps.UsersDashboardConfig",
    "oscar.apps.dashboard.orders.apps.OrdersDashboardConfig",
    "oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig",
    "oscar.apps.dashboard.offers.apps.OffersDashboardConfig",
    "oscar.apps.dashboard.partners.apps.PartnersDashboardConfig",
    "oscar.apps.dashboard.pages.apps.PagesDashboardConfig",
    "oscar.apps.dashboard.ranges.apps.RangesDashboardConfig",
    "oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig",
    "oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig",
    "oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig",
    "oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig",
    "widget_tweaks",
    "haystack",
    "treebeard",
    "django_tables2",
    "django.forms",
]

# Forks with models keep Oscar's migration history, so that the tables cannot drift.
MIGRATION_MODULES = {
    "partner": "oscar.apps.partner.migrations",
    "basket": "oscar.apps.basket.migrations",
    "shipping": "oscar.apps.shipping.migrations",
}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "marketplace.headers.PermissionsPolicy",
    "marketplace.dashboard.middleware.DashboardPolicy",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.customer.middleware.TooManyRequests",
    "marketplace.basket.middleware.BasketMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
PDF_TEMPLATES = ROOT / "templates" / "pdf"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.core.context_processors.metadata",
                "marketplace.storefront.context_processors.storefront",
                "training.context_processors.training",
            ],
        },
    }
]

# Database. SQLite unless DATABASE_URL names a PostgreSQL.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{ROOT / '.demo' / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Statements are short, pages in memory or on flash: to compile one takes longer than to run it, an index pays.
    # A merge join reads a whole index where the statistics of a small table (baskets) are older than its rows.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c jit=off -c random_page_cost=1.1 -c work_mem=16MB -c enable_mergejoin=off"
        " -c max_parallel_workers_per_gather=0"
    )

# Cache, sessions and jobs: Redis where REDIS_URL names one, else this process and the database.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "marketplace.cache.TolerantRedisCache", "LOCATION": REDIS_URL}}
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    CELERY_BROKER_URL = REDIS_URL
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
    CELERY_BROKER_URL = "memory://localhost/"  # named, or kombu warns
    CELERY_TASK_ALWAYS_EAGER = True
    CELERY_TASK_EAGER_PROPAGATES = False
# What is the same on every page, kept by `{% cache %}` in the process: nearer than Redis.
CACHES["template_fragments"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "template-fragments",
    "OPTIONS": {"MAX_ENTRIES": 1000},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE: dict = {
    "remind learners": {"task": "training.tasks.send_reminders", "schedule": 600},
    "let offers of places run out": {"task": "training.tasks.let_offers_run_out", "schedule": 600},
    "ask Stripe what stayed open": {"task": "marketplace.payments.tasks.ask_stripe", "schedule": 180},
    "send due notifications": {"task": "marketplace.notifications.tasks.send_due_notifications", "schedule": 60},
    "announce forgotten orders": {"task": "marketplace.orders.tasks.announce_forgotten_orders", "schedule": 5 * 60},
    "expire reservations": {"task": "marketplace.orders.tasks.expire_reservations", "schedule": 60},
    "settle late payments": {"task": "marketplace.orders.tasks.settle_late_payments", "schedule": 60 * 60},
    "write visits": {"task": "catalogue_ext.tasks.write_visits", "schedule": 10 * 60},
    "turn the month": {"task": "catalogue_ext.tasks.turn_the_month", "schedule": crontab(hour=0, minute=5)},
    "forget old spreadsheets": {"task": "catalogue_ext.tasks.forget_old_sheets", "schedule": crontab(hour=1, minute=5)},
    "bring unanswered returns to officers": {
        "task": "marketplace.orders.tasks.bring_unanswered_returns_to_officers",
        "schedule": 60 * 60,
    },
    "order a payout run": {
        "task": "marketplace.ledger.tasks.order_payout_run",
        "schedule": crontab(hour=6, minute=0, day_of_week="tue,fri"),
    },
    "act on late orders": {"task": "marketplace.orders.tasks.act_on_late_orders", "schedule": 10 * 60},
    # Changes reach the index by a job of their own; these come by for what was missed, and at the day's turn.
    "tell the search of changes": {"task": "catalogue_ext.search.tasks.send_changes", "schedule": 2},
    "let the search follow certificates": {"task": "catalogue_ext.search.tasks.follow_certificates", "schedule": 900},
    "forget old searches": {"task": "catalogue_ext.search.tasks.forget_old_searches", "schedule": 86_400},
}

# Search: Elasticsearch where ELASTICSEARCH_URL names one, and the database whenever that does not answer in time.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX_PREFIX = env.str("ELASTICSEARCH_INDEX_PREFIX", default="chosen")
SEARCH_MEMORY_SECONDS = 1  # words and synonyms are kept in the process; so often it asks whether there are others
SEARCH_ELASTICSEARCH_SECONDS = env.float("SEARCH_ELASTICSEARCH_SECONDS", default=0.3)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("account:home")
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# Signing in and up (docs/accounts.md): by phone number or e-mail address, each verified by a code.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # whose X-Forwarded-For is believed; one in production
ACCOUNT_ADAPTER = "marketplace.customer.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "marketplace.customer.sign_in_forms.SignInForm",
    "signup": "marketplace.customer.sign_in_forms.SignUpForm",
    "reset_password": "marketplace.customer.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "marketplace.customer.sign_in_forms.NewPasswordForm",
    "reauthenticate": "marketplace.customer.sign_in_forms.IsItYouForm",
    "change_password": "marketplace.customer.sign_in_forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]  # our form takes one of the two
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # only where there is no verified phone: customer.stages
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Counted in the cache. A hall of forty women may share one address; a person may not guess.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "verify_phone": "1/30s/key,5/10m/key,60/m/ip",
    "confirm_email": "1/30s/key",
    "change_phone": "3/m/user",
    "reset_password": "60/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Chợ Sen"
MFA_TOTP_TOLERANCE = 1  # the code before and after too: phones are slow and their clocks off (RFC 6238, 5.2)

# Language, place, money
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "oscar", ROOT / "locale" / "allauth", ROOT / "locale" / "django_vi"]
FORMAT_MODULE_PATH = ["marketplace.formats"]
USE_I18N = True
USE_TZ = True
# Digits are grouped where a filter says so (`dong`), never in an id or a form value.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"
HOME_PROVINCE = "37"
PHONENUMBER_DEFAULT_REGION = "VN"
PHONENUMBER_DB_FORMAT = "E164"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(ROOT / "staticfiles"))
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(ROOT / "media"))
# Papers of sellers: sealed files in a storage without a public address, read through a view that checks who asks.
PRIVATE_ROOT = env.str("PRIVATE_ROOT", default=str(ROOT / "private"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {"BACKEND": "marketplace.vault.SealedFileSystemStorage"},
}
# An application that waits longer for a Union officer is shown as late.
REVIEW_WITHIN_DAYS = 5
# How it is verified who a seller is (marketplace/onboarding/identity.py); VNeID joins here.
IDENTITY_WAYS = ["marketplace.onboarding.identity.OfficerLook"]
# Secrets that seal private data, newest first (marketplace/vault.py); without them the secret key does.
PRIVATE_DATA_KEYS = env.list("PRIVATE_DATA_KEYS", default=[])
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Chợ Sen <chosen@example.com>")
OSCAR_FROM_EMAIL = DEFAULT_FROM_EMAIL

# Notices: who carries what. Text messages and Zalo need the operator's gateway; without one they are not offered.
NOTIFICATION_CARRIERS = {"email": "marketplace.notifications.carriers.MailCarrier"}
NOTIFICATION_GATEWAY_URL = env.str("NOTIFICATION_GATEWAY_URL", default="")
NOTIFICATION_GATEWAY_TOKEN = env.str("NOTIFICATION_GATEWAY_TOKEN", default="")
if NOTIFICATION_GATEWAY_URL:
    require_https("NOTIFICATION_GATEWAY_URL", NOTIFICATION_GATEWAY_URL)
    for channel in env.list("NOTIFICATION_GATEWAY_CHANNELS", default=["sms"]):
        NOTIFICATION_CARRIERS[channel] = "marketplace.notifications.carriers.GatewayCarrier"

# Security
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
# No other site is told an address that is a key. Under “no-referrer” browsers would send forms with no origin.
SECURE_REFERRER_POLICY = "same-origin"
# The attendance sheet reads QR codes with the camera; a check-in may ask how far from the hall she is.
PERMISSIONS_POLICY = "camera=(self), geolocation=(self), microphone=(), usb=()"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Oscar
# How long a page that is the same for all guests is kept at most (marketplace/storefront/guests.py); 0 keeps none.
GUEST_PAGE_SECONDS = env.int("GUEST_PAGE_SECONDS", default=60)
OSCAR_SHOP_NAME = "Chợ Sen"
OSCAR_SHOP_TAGLINE = ""
OSCAR_HOMEPAGE = reverse_lazy("home")
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_CURRENCY_FORMAT = {"VND": {"currency_digits": True, "format_type": "standard"}}
OSCAR_OFFER_ROUNDING_FUNCTION = "marketplace.money.round_dong"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_MODERATE_REVIEWS = False
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "line1", "line4", "phone_number", "country")
OSCAR_SLUG_MAP = {"đ": "d", "Đ": "D"}
OSCAR_SEND_REGISTRATION_EMAIL = False
OSCAR_EAGER_ALERTS = False
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 500
OSCAR_PRODUCTS_PER_PAGE = 24
OSCAR_THUMBNAILER = "marketplace.pictures.oscar_thumbnails.RenditionThumbnailer"
OSCAR_RECENTLY_VIEWED_PRODUCTS = 0
OSCAR_INITIAL_ORDER_STATUS = "new"
OSCAR_INITIAL_LINE_STATUS = "new"
OSCAR_ORDER_STATUS_PIPELINE = {"new": ("completed", "cancelled"), "completed": (), "cancelled": ()}

# Oscar imports haystack; nothing of ours does. Its simple engine never runs, its signals stay quiet.
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

OPERATOR_NAME = env.str("OPERATOR_NAME", default="Hội Liên hiệp Phụ nữ tỉnh Ninh Bình")

# Training knows its project by these (training/conf.py)
TRAINING_PLACE_MODEL = "places.Commune"
TRAINING_PLACE_FIELD = "marketplace.places.fields.CommuneField"
TRAINING_BASE_TEMPLATE = "base.html"
TRAINING_DESK_TEMPLATE = "desk/base.html"
TRAINING_OPERATOR = OPERATOR_NAME
TRAINING_CITY = env.str("OPERATOR_CITY", default="Ninh Bình")
TRAINING_PRIVATE_ROOT = env.str("TRAINING_PRIVATE_ROOT", default=f"{PRIVATE_ROOT}/training")
TRAINING_FONTS = PDF_TEMPLATES / "fonts"
TRAINING_SIGNING_FILE = env.str("TRAINING_SIGNING_FILE", default="")
TRAINING_SIGNING_PASSWORD = env.str("TRAINING_SIGNING_PASSWORD", default="")
TRAINING_NOTIFIER = "marketplace.training_bridge.notify_learner"
TRAINING_CLIENT_ADDRESS = "marketplace.training_bridge.client_address"
TRAINING_PHOTO_CLEANER = "marketplace.training_bridge.clean_photo"
TRAINING_PRACTICES = {"listing": (_("Practise with the real form"), "workspace:practice")}
TRAINING_OUTCOMES = "marketplace.orders.queries.became_sellers"

# Orders: how long a shop may take to confirm (a reminder after half of it, the officer after all of it, cancelled a
# day later), to answer a return; how long a buyer may send back (docs/orders.md; to be confirmed by the operator).
CONFIRM_WITHIN_HOURS = 24
CANCEL_UNCONFIRMED_AFTER_HOURS = 48
ANSWER_RETURN_WITHIN_HOURS = 48
RETURN_WITHIN_DAYS = 7
RETURN_FRESH_WITHIN_HOURS = 24
FRESH_SHELF_LIFE_DAYS = 7
DELIVERED_AFTER_DAYS = 14
MESSAGES_AN_HOUR = 20
ORDER_LINK_DAYS = 90  # so long after everything is over an order's link alone shows it (decision 0053)

# Delivery, in đồng a shop: the price where no table is in force; free from, where a shop says nothing of it.
DELIVERY_FEE_HOME_PROVINCE = Decimal(25_000)
DELIVERY_FEE_ELSEWHERE = Decimal(35_000)
DELIVERY_FREE_FROM = Decimal(500_000)

# Ways to pay. Cards only where Stripe's keys are, transfers only where an account is.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_PUBLISHABLE_KEY = env.str("STRIPE_PUBLISHABLE_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_JS_URL = env.str("STRIPE_JS_URL", default="https://js.stripe.com/v3/")
CARD_HOLD_MINUTES = env.int("CARD_HOLD_MINUTES", default=30)
BANK_BIN = env.str("BANK_BIN", default="")
BANK_ACCOUNT = env.str("BANK_ACCOUNT", default="")
BANK_ACCOUNT_HOLDER = env.str("BANK_ACCOUNT_HOLDER", default="")
BANK_TRANSFER_HOLD_HOURS = env.int("BANK_TRANSFER_HOLD_HOURS", default=24)

# Money to shops: the least that is worth a transfer, in đồng.
PAYOUT_MINIMUM = env.int("PAYOUT_MINIMUM", default=50_000)
DEMO = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "elastic_transport": {"level": "ERROR"},  # who asks says what went wrong
        "pyhanko": {"level": "CRITICAL"},  # strangers' files on the page that checks certificates
    },
}

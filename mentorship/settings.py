"""One settings module, driven by environment variables (.env.example lists them all)."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from mentorship import environment

ROOT = Path(__file__).resolve().parent.parent
MODE = environment.mode()
PRODUCTION, DEMO, TESTING = (name == MODE for name in environment.MODES)
DEBUG = False
STATE_DIR = Path(environment.text("MENTORSHIP_STATE", default=str(ROOT / ".demo")))

# Development values exist outside production only, so that a forgotten one cannot slip through.
_OPEN = None if PRODUCTION else "not-secret-outside-production-" + "0" * 40
SECRET_KEY = environment.secret("SECRET_KEY", default=_OPEN)
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", default=None if PRODUCTION else "*")
SITE_URL = environment.text("SITE_URL", default=None if PRODUCTION else "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = environment.names("CSRF_TRUSTED_ORIGINS", default=SITE_URL)
if PRODUCTION and SITE_URL and not SITE_URL.startswith("https://"):
    environment.complain("SITE_URL must begin with https://")
if PRODUCTION and 0 < len(SECRET_KEY) < 50:
    environment.complain("SECRET_KEY is shorter than 50 characters")
if PRODUCTION and "*" in ALLOWED_HOSTS:
    environment.complain("ALLOWED_HOSTS must name the hosts, not *")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "heroicons",
    "csp",
    "core.accounts",
    "core.crypto",
    "core.audit",
    "core.events",
    "core.outbox",
    "core.reminders",
    "core.drafts",
    "core.imports",
    "core.questionnaires",
    "core.privacy",
    "core.design",
    "core.health",
    "participants",
    "programs",
    "engagements",
    "matching",
    "rotations",
    "metrics",
    "mentorship",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.design.addresses.StorableAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.accounts.middleware.PersonalSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.drafts.middleware.DraftsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.design.posted.OnlyPostedMiddleware",
    "core.crypto.middleware.UnreadableTextMiddleware",
]

if TESTING:
    # The tests' own server finds static files itself; looking through them costs each client time.
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")

ROOT_URLCONF = "mentorship.urls"
WSGI_APPLICATION = "mentorship.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data
DATABASES = {
    "default": environment.database(
        "DATABASE_URL", default=None if PRODUCTION else "postgres:///mentorship"
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.text("REDIS_URL", default=None if PRODUCTION else "none")
if PRODUCTION and REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://")):
    environment.complain("REDIS_URL must be a redis:// address")
if REDIS_URL == "none":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }

# Whether opening a review prepares its decisions in the background; tests ask for it themselves.
PREPARE_AHEAD = not TESTING

# Keys of the confidential texts: key id:base64 pairs, the first one encrypts (see core/crypto).
CONFIDENTIAL_KEYS = environment.secret(
    "CONFIDENTIAL_KEYS",
    default=None if PRODUCTION else "open1:" + "A" * 43 + "=",
)

# Sign-in
AUTH_USER_MODEL = "accounts.User"
# E-mail is unique whatever its case, by a constraint on Lower("email"), which this check can't see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:  # argon2 is slow on purpose, and hundreds of tests set a password
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "core.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Queue
CELERY_BROKER_URL = REDIS_URL if REDIS_URL != "none" else "filesystem://"
if REDIS_URL == "none":
    _QUEUE = STATE_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_QUEUE),
        "data_folder_out": str(_QUEUE),
        "control_folder": str(_QUEUE / "control"),
        "store_processed": False,
    }
else:  # a broker that is away must not hold up the page that rings
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ALWAYS_EAGER = TESTING
CELERY_TASK_EAGER_PROPAGATES = TESTING
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The sweeps make up for lost rings. The demo's file queue loses them more easily, so it looks often.
_LOOK = 5 if DEMO else 60
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "health-tick": {"task": "core.health.tasks.tick", "schedule": 60},
    "reminders-tick": {"task": "core.reminders.tasks.tick_reminders", "schedule": _LOOK},
    "outbox-sweep": {"task": "core.outbox.tasks.sweep_outbox", "schedule": _LOOK},
    "events-sweep": {"task": "core.events.tasks.sweep_events", "schedule": _LOOK},
    "relationships-tend": {"task": "engagements.tasks.tend_relationships", "schedule": 3600},
    "input-release": {"task": "engagements.tasks.release_input", "schedule": 3600},
    "matching-sweep": {"task": "matching.tasks.sweep_matching", "schedule": _LOOK},
    "matching-look-again": {
        "task": "matching.tasks.look_again",
        "schedule": crontab(hour=3, minute=20),
    },
    "rotations-tend": {"task": "rotations.tasks.tend_rotations", "schedule": 3600},
    "coaching-expire": {"task": "rotations.tasks.expire_hours", "schedule": 3600},
    "metrics-keep-up": {"task": "metrics.tasks.keep_up_figures", "schedule": 600},
    "metrics-count-again": {
        "task": "metrics.tasks.count_again",
        "schedule": crontab(hour=2, minute=10),
    },
    "imports-sweep": {"task": "core.imports.tasks.sweep_imports", "schedule": _LOOK},
    "sample-sweep": {"task": "mentorship.sample.tasks.sweep_sample", "schedule": _LOOK},
    "imports-purge": {"task": "core.imports.tasks.purge_imports", "schedule": 24 * 60 * 60},
    "retention-purge": {"task": "mentorship.tasks.purge_what_is_due", "schedule": 86_400},
    "programs-milestones": {"task": "programs.tasks.tend_milestones", "schedule": 86_400},
}
OUTBOX_RING_AGAIN = timedelta(seconds=_LOOK)

# Mail
DEFAULT_FROM_EMAIL = environment.text(
    "DEFAULT_FROM_EMAIL", default=None if PRODUCTION else "mentorship@example.org"
)
if PRODUCTION:
    EMAIL_HOST = environment.text("EMAIL_HOST")
    EMAIL_PORT = environment.number("EMAIL_PORT", default=587)
    EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", default="")
    EMAIL_HOST_PASSWORD = environment.secret("EMAIL_HOST_PASSWORD", default="")
    EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=True)
    EMAIL_TIMEOUT = 20
elif DEMO:
    EMAIL_BACKEND = "core.outbox.mailbox.MailboxBackend"

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["mentorship.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "static/"
STATIC_ROOT = ROOT / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [path for path in (ROOT / "static", ROOT / ".assets") if path.is_dir()]
if PRODUCTION:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
else:
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = DEMO
UPLOAD_LIMIT_BYTES = environment.number("UPLOAD_LIMIT_MB", default=25) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["core.imports.uploads.LimitedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

environment.refuse_if_incomplete()

"""All settings, driven by environment variables that config.env reads and checks by name.

MODE=embedded (the default of bin/run): SQLite, in-process channels, mail on the console, one process.
MODE=production: refuses to start on anything that would lose or leak; see `refuse_unsafe_production` below.
"""

import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env, policies

ROOT = Path(__file__).resolve().parents[2]
PLATFORM = ROOT / "platform"

MODE = env.choice("MODE", ("embedded", "production"), "embedded")
PRODUCTION = MODE == "production"
DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", not PRODUCTION)
WEB_PROCESSES = env.number("WEB_CONCURRENCY", 1, least=1, most=256)
DATA_DIR = Path(env.text("DATA_DIR", str(ROOT / "var"))).resolve()
TESTING = "pytest" in sys.modules


def embedded_secret() -> str:
    """A secret of this machine's own, made once and kept beside the data."""
    file = DATA_DIR / "secret-key"
    if not file.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text().strip()


SECRET_KEY = env.text("SECRET_KEY") if PRODUCTION else env.text("SECRET_KEY", "") or embedded_secret()
# addresses the site answers to, without scheme
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"))
# the address people use, for links in mails, QR codes and Wagtail
BASE_URL = (
    env.url("BASE_URL", ("https",), f"https://{(ALLOWED_HOSTS or ['unset.invalid'])[0]}")
    if PRODUCTION
    else env.url("BASE_URL", ("http", "https"), f"http://localhost:{env.number('PORT', 8000, most=65535)}")
)
DATABASE_URL = env.url(
    "DATABASE_URL", ("postgres", "postgresql", "sqlite"), f"sqlite:///{DATA_DIR / 'nextwork.sqlite3'}"
)
# whether a proxy ends the TLS and says where requests come from
BEHIND_PROXY = env.flag("BEHIND_PROXY", True)
REDIS_URL = env.url("REDIS_URL", ("redis", "rediss", "unix"), "")


# --- applications -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "home",
    "youth_network",
    "company_network",
    "forums",
    "community",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.forms",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "servestatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.observing.ObservingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.CompressMiddleware",
    "config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.SitePolicyMiddleware",
    "home.page_cache.kept.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "community.people.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "community.people.gate.GateMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PLATFORM / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.shell.shell",
                "home.pages.navigation.navigation",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

# --- data ---------------------------------------------------------------------------------------------------------
try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
except ValueError as fault:
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read: postgres://user@host:port/database is its form."
    ) from fault
_database = DATABASES["default"]
SQLITE = _database["ENGINE"].endswith("sqlite3")
# Persistent connections exhaust PostgreSQL under ASGI; a pool does not.
_database["CONN_MAX_AGE"] = 0
if SQLITE:
    # IMMEDIATE and WAL: writers wait for each other instead of failing with "database is locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten, so that nobody's words lie on in the file (community/own_data).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA secure_delete=ON;",
    }
    # Tests use a file too: sockets ask from threads of their own, which one database in memory does not serve.
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _database["OPTIONS"] = {
        # seconds; a page without its database had better say so soon
        "connect_timeout": 5,
        # A line that died without a word is given up as soon: a thread that waits for it serves nobody (seconds; the
        # last in milliseconds).
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        # Only community.prepared asks in a way that PostgreSQL can keep the plan of.
        "prepare_threshold": 0,
        # Each test of the sockets has threads of its own, and what an ended test holds would starve the next.
        "pool": not TESTING
        and {
            "min_size": 1,
            # per process
            "max_size": env.number("DATABASE_POOL", 8, least=2, most=100),
            "timeout": 5,
        },
    }

# Redis publishes to every database number: the number keeps two sites on one Redis apart.
REDIS_PREFIX = "nextwork" + urlsplit(REDIS_URL).path.strip("/")
if urlsplit(REDIS_URL).scheme != "unix" and not (urlsplit(REDIS_URL).path.strip("/") or "0").isdigit():
    raise ImproperlyConfigured("REDIS_URL must end with the number of its database, as in redis://127.0.0.1:6379/0.")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "config.caches.PatientRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": REDIS_PREFIX,
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# --- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
MEDIA_URL = "/media/"
# what editors publish; members' files never stand here
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "config.static.BundledStaticFilesStorage"
    },
}
# where `manage.py backup` leaves its files
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(DATA_DIR / "backups"))).resolve()
# Who left, in numbers and times alone: kept beside the database, so that a restored backup can be told (own_data).
ERASURE_LEDGER = DATA_DIR / ("test-erasures.jsonl" if TESTING else "erasures.jsonl")
# prefix of the proxy's internal location for PRIVATE_MEDIA_ROOT; the proxy then sends members' files after our yes
PRIVATE_MEDIA_ACCEL = env.text("PRIVATE_MEDIA_ACCEL", "")
if PRIVATE_MEDIA_ACCEL and not (PRIVATE_MEDIA_ACCEL.startswith("/") and PRIVATE_MEDIA_ACCEL.endswith("/")):
    raise ImproperlyConfigured("PRIVATE_MEDIA_ACCEL must begin and end with /, as in /intern/.")
# The plain copies of packages' files would double the folder (config.static keeps ours).
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True
SERVESTATIC_USE_ZSTD = False
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- chat ---------------------------------------------------------------------------------------------------------
# Days that each kind of room keeps what is said in it; then a job erases it. Ninety as design.md section 5 has it.
CHAT_KEEPS_DAYS = {
    "youth_group": env.number("CHAT_KEEPS_DAYS_YOUTH_GROUP", 90, least=1),
    "youth_forum": env.number("CHAT_KEEPS_DAYS_YOUTH_FORUM", 90, least=1),
    "company": env.number("CHAT_KEEPS_DAYS_COMPANY", 90, least=1),
    "team": env.number("CHAT_KEEPS_DAYS_TEAM", 90, least=1),
    "private_talk": env.number("CHAT_KEEPS_DAYS_PRIVATE_TALK", 90, least=1),
}

# where somebody tells of a hole in the fence: mailto: or https:; empty: the contact page (/.well-known/security.txt)
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "")

# --- the contact page ---------------------------------------------------------------------------------------------
# days after which what somebody wrote to us is erased at the latest
ENQUIRIES_KEEP_DAYS = env.number("ENQUIRIES_KEEP_DAYS", 180, least=1)

# --- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "community.Person"
AUTHENTICATION_BACKENDS = ["community.people.sessions.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "since_last"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "community.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Every address is proved by a code before its account exists (community/membership/invitations.py).
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "request_login_code": "community.people.forms.SignInForm",
    "confirm_login_code": "community.people.forms.SignInCodeForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
# Counted in the cache, in allauth's notation; docs/operations.md holds the table.
ACCOUNT_RATE_LIMITS = {
    # Asking for a code: bounded for one address from one place, more loosely for the address from everywhere (so that
    # a stranger cannot lock its owner out), and per place so widely that a whole school fits behind one IP.
    "code_from_place": "5/15m/key",
    "code_to_address": "20/h/key,40/d/key",
    "request_login_code": "120/m/ip",
    # Typing a code: also where many requests race past the counter in the session.
    "code_typed": "8/10m/key",
    "login_failed": "120/m/ip,10/15m/key",
    "reauthenticate": "10/m/user",
    # Opening and answering an invitation, and making them.
    "invitation_opened": "120/m/ip",
    "invitation_made": "60/h/user",
    "portrait": "20/h/user",
    # Copies of everything that is held of oneself.
    "data_copy": "10/d/user",
    "search": "60/m/user",
    "suggest_tags": "120/m/user",
    # What a composer asks while somebody writes.
    "people_to_name": "120/m/user",
    "preview_words": "60/m/user",
    # Topics and answers: more than anybody writes, and fewer than a script does.
    "post": "60/10m/user",
    # What one person says is wrong, so often that it hides nothing by itself any more. It is heard all the same.
    "report_hides": "20/h/user",
    # Photos and recordings begun: a day of telling with six photos each.
    "upload": "120/h/user",
    # Looks at one calendar address (phones ask about each hour, several devices share it), and from one place, where
    # a calendar service asks for many.
    "calendar_feed": "120/h/key,600/m/ip",
    # Looks at and deeds behind one personal address without an account, and from one place.
    "secret_address": "240/h/key,300/m/ip",
    # Messages through the contact page: a class that writes from one school, and all places together.
    "enquiry": "20/h/ip,300/h/key",
    # Searches of the public pages: a class that looks at once.
    "public_search": "120/m/ip",
}
ACCOUNT_SESSION_REMEMBER = True
# Proxies that stand in front and write X-Forwarded-For; nobody else is believed about where they come from.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if PRODUCTION and BEHIND_PROXY else 0, most=5)
MFA_ADAPTER = "community.people.adapters.FactorAdapter"
MFA_FORMS = {
    "activate_totp": "community.people.forms.AppForm",
    "add_webauthn": "community.people.forms.AddPasskeyForm",
    "authenticate": "community.people.forms.FactorForm",
    "authenticate_webauthn": "community.people.forms.PasskeyFactorForm",
    "login_webauthn": "community.people.forms.PasskeySignInForm",
    "reauthenticate": "community.people.forms.FactorAgainForm",
    "reauthenticate_webauthn": "community.people.forms.PasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
# localhost has no certificate; in production the origin is checked.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_WEBAUTHN_USER_VERIFICATION = "required"
SESSION_ENGINE = "community.people.sessions"
# Two weeks without a visit, or a month in all, ends a session (community/people/gate.py, docs/operations.md).
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# --- mail ---------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST", "")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "NExTWORK <nextwork@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- languages and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [PLATFORM / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- transport ----------------------------------------------------------------------------------------------------
# further addresses whose forms are ours, with scheme; rarely needed
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.SITE}

# --- Wagtail ------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "NExTWORK"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_EXTENSIONS = ["pdf", "txt"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_MODEL = "home.PublicImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.pictures.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- logs and figures: never personal data ------------------------------------------------------------------------
LOG_FORMAT = env.choice("LOG_FORMAT", ("line", "json"), "line")
# a line for each request: method, route, status, milliseconds
LOG_REQUESTS = env.flag("LOG_REQUESTS", False)
# statements that take longer are written down, without their values (milliseconds; 0: none)
SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", 0)
# what a monitor sends as "Authorization: Bearer …" to read /metrics; without it there is no such page
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
# who is mailed when `manage.py doctor --alarm` finds something
ALARM_TO = env.listing("ALARM_TO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            # With DEBUG a developer reads what a fault says.
            "()": "logging.Formatter" if DEBUG else "config.errors.Lines",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
        "json": {
            "()": "config.errors.JsonLines",
            "format": "{asctime}{levelname}{name}{request_id}{message}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "filters": {
        "without_path": {"()": "config.errors.WithoutPath"},
        "without_traceback": {"()": "config.errors.WithoutTraceback"},
        "request_id": {"()": "config.observing.RequestIdFilter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["request_id", "without_path"],
        }
    },
    # Wagtail writes a line with the title of every page somebody touches; the page's own history keeps that.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        **{
            f"django.security.{name}": {"filters": ["without_traceback"]}
            for name in ("RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent", "BadRequest")
        },
    },
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")},
}


def refuse_unsafe_production() -> None:
    """Stop the start, by variable name, on what must never face the public."""
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production.")
    if DEMO:
        raise ImproperlyConfigured("DEMO must be off in production: it lets anybody sign in as the demo people.")
    if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
        raise ImproperlyConfigured("METRICS_TOKEN is weak: write at least 32 random characters, or none.")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 12 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured("SECRET_KEY is weak: write at least 50 random characters.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS is not set: it names the site's own hosts.")
    if any(host.startswith(("*", ".")) for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own hosts, without wildcards.")
    if any("/" in host or " " in host for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured("ALLOWED_HOSTS holds names alone, without https:// and paths, parted by commas.")
    if not env.text("EMAIL_HOST", ""):
        raise ImproperlyConfigured("EMAIL_HOST is not set: sign-in codes would go to the log instead of the people.")
    if SQLITE and WEB_PROCESSES > 1 and not env.text("DATABASE_URL", ""):
        raise ImproperlyConfigured("DATABASE_URL is not set: more than one process needs PostgreSQL.")
    if SQLITE and WEB_PROCESSES > 1:
        raise ImproperlyConfigured("DATABASE_URL: SQLite serves one process only; WEB_CONCURRENCY asks for more.")
    if not REDIS_URL and WEB_PROCESSES > 1:
        raise ImproperlyConfigured("REDIS_URL is needed when WEB_CONCURRENCY asks for more than one process.")


if PRODUCTION:
    refuse_unsafe_production()

"""Settings from the environment; without any, a safe single-machine installation under var/.

Names: PENDOPO_VAR (folder), DATABASE_URL, PENDOPO_SECRET_KEY, PENDOPO_HOSTS, PENDOPO_ORIGINS, PENDOPO_DEBUG,
PENDOPO_DEMO, PENDOPO_HTTPS, PENDOPO_MFA, PENDOPO_FILES, EMAIL_URL. docs/pengaturan.md tells what each one means.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from pendopo.config import environment
from pendopo.config.environment import flag, words
from pendopo.kernel.people.rules import PASSWORD_SHORTEST

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PENDOPO_VAR", BASE_DIR.parent / "var")).resolve()

SECRET_KEY = environment.secret_key(VAR_DIR)
DEBUG = flag("PENDOPO_DEBUG")
PENDOPO_DEMO = flag("PENDOPO_DEMO")
HTTPS = flag("PENDOPO_HTTPS", default=not (DEBUG or PENDOPO_DEMO))
# Where people reach the site, for links in e-mails.
PENDOPO_ADDRESS = os.environ.get("PENDOPO_ADDRESS", "http://localhost:8000").rstrip("/")
# How letters are signed electronically: empty (with ink only), `test`, or package.module:Name of an adapter.
PENDOPO_SIGNER = os.environ.get("PENDOPO_SIGNER", "test" if PENDOPO_DEMO else "")
# Where ClamAV listens (path of a socket, or host:port); empty: uploads are inspected, and no virus is looked for.
PENDOPO_CLAMD = os.environ.get("PENDOPO_CLAMD", "")
# Signs the heads of the audit chains (Ed25519, 32 bytes in Base64); empty: a key of its own in PENDOPO_VAR/audit.
PENDOPO_AUDIT_KEY = os.environ.get("PENDOPO_AUDIT_KEY", "")
# Links on this machine or in its network are asked too; never where others can type the address.
PENDOPO_PROBE_LOOPBACK = flag("PENDOPO_PROBE_LOOPBACK")
ALLOWED_HOSTS = words("PENDOPO_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("PENDOPO_ORIGINS")

# The search index of this machine; may be thrown away at any time, it is built again from the database.
SEARCH_DIR = Path(os.environ.get("PENDOPO_SEARCH", VAR_DIR / "search")).resolve()

INSTALLED_APPS = [
    "pendopo.config",
    "pendopo.portal",
    "pendopo.modules.open_data",
    "pendopo.modules.publishing",
    "pendopo.modules.exemptions",
    "pendopo.modules.dip",
    "pendopo.modules.disclosure",
    "pendopo.modules.satisfaction",
    "pendopo.modules.annual_reports",
    "pendopo.modules.disputes",
    "pendopo.modules.objections",
    "pendopo.modules.information",
    "pendopo.kernel.privacy",
    "pendopo.kernel.api",
    "pendopo.kernel.reporting",
    "pendopo.kernel.imports",
    "pendopo.kernel.search",
    "pendopo.kernel.notifications",
    "pendopo.kernel.tracking",
    "pendopo.kernel.workflow",
    "pendopo.kernel.documents",
    "pendopo.kernel.calendar",
    "pendopo.kernel.audit",
    "pendopo.kernel.services",
    "pendopo.kernel.people",
    "pendopo.kernel.agencies",
    "pendopo.kernel.operation",
    "pendopo.ui",
    # Sign-in: its tables and mechanisms; its pages, addresses and mails are ours (portal/signin).
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "pendopo.config.middleware.recording.RecordingMiddleware",
    "pendopo.config.middleware.early_cache.EarlyCacheMiddleware",
    "pendopo.config.middleware.security.SecurityHeadersMiddleware",
    "pendopo.config.health.views.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pendopo.config.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pendopo.config.middleware.reading_only.ReadingOnlyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Lets allauth know the request; asks the database and the session nothing.
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "pendopo.config.urls"
WSGI_APPLICATION = "pendopo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "pendopo.portal.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "pendopo.ui.renderer.FormRenderer"

DATABASES = environment.databases(VAR_DIR)
if "replica" in DATABASES:
    # docs/adr/0024-replica.md: which pages read there, and when.
    DATABASE_ROUTERS = ["pendopo.config.replica.router.ReplicaRouter"]
    MIDDLEWARE.append("pendopo.config.replica.middleware.ReplicaMiddleware")
# Further behind than so many seconds a replica is not read.
PENDOPO_REPLICA_LAG = float(os.environ.get("PENDOPO_REPLICA_LAG") or 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_SHORTEST},
    },
    {"NAME": "pendopo.kernel.people.passwords.LongestValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "pendopo.kernel.people.passwords.KnownWordsValidator"},
]
LOGIN_URL = "login"
# Links to a new password are good for half an hour, and once.
PASSWORD_RESET_TIMEOUT = 30 * 60
# Days after which staff choose another password; 0: never (docs/masuk.md says why that is the default).
PENDOPO_PASSWORD_DAYS = int(os.environ.get("PENDOPO_PASSWORD_DAYS") or 0)
# Whether staff must give a second step (code or passkey) after their password. The demo does without, and says so.
PENDOPO_MFA = flag("PENDOPO_MFA", default=not PENDOPO_DEMO)

# What of allauth is used, and why nothing else: docs/adr/0017-sign-in.md.
ACCOUNT_ADAPTER = "pendopo.portal.signin.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
# One mechanism counts tries for everything: kernel/people/limits.py.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "pendopo.portal.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
SOCIALACCOUNT_ADAPTER = "pendopo.portal.signin.adapters.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# The agency's own sign-in (OpenID Connect), when it has one.
PENDOPO_OIDC = os.environ.get("PENDOPO_OIDC", "").rstrip("/")
PENDOPO_OIDC_NAME = os.environ.get("PENDOPO_OIDC_NAME", "SSO")
PENDOPO_OIDC_CLIENT = os.environ.get("PENDOPO_OIDC_CLIENT", "")
PENDOPO_OIDC_SECRET = os.environ.get("PENDOPO_OIDC_SECRET", "")
# The claim that names the account here: `preferred_username`, or another one; `email` is compared with the e-mail.
PENDOPO_OIDC_CLAIM = os.environ.get("PENDOPO_OIDC_CLAIM", "preferred_username")
# Values of `amr` or `acr` by which the provider says that it asked for a second step.
PENDOPO_OIDC_MFA = words("PENDOPO_OIDC_MFA", "mfa,otp,hwk,swk")

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = environment.file_stores(VAR_DIR) | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = DEBUG
# Django's own handlers repair file names in silence and store what is too large before anybody looks.
FILE_UPLOAD_HANDLERS = [
    "pendopo.kernel.documents.intake.NameKeepingHandler",
    "pendopo.kernel.documents.intake.SizeCapHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20

SESSION_ENGINE = "pendopo.kernel.people.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
if HTTPS:
    # A browser takes these names only over HTTPS, for the whole host and from the host itself.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pendopo.portal.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("PENDOPO_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"

# Addresses of reverse proxies whose X-Forwarded-For is believed (rate limits need the real address).
TRUSTED_PROXIES = words("PENDOPO_TRUSTED_PROXIES")

# Who may read /metrics: whoever knows the token, and these addresses when they ask without a proxy between.
PENDOPO_METRICS_TOKEN = os.environ.get("PENDOPO_METRICS_TOKEN", "")
PENDOPO_METRICS_FROM = words("PENDOPO_METRICS_FROM", "127.0.0.0/8,::1")

_mail = urlparse(os.environ.get("EMAIL_URL", ""))
if _mail.scheme in {"smtp", "smtps", "smtp+tls"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("PENDOPO_FROM", "pendopo@localhost")

_LOG = os.environ.get("PENDOPO_LOG", "line")
_LOG_LEVEL = os.environ.get("PENDOPO_LOG_LEVEL", "WARNING")
_CONSOLE = {"handlers": ["console"], "propagate": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "pendopo.config.logs.LineFormatter"},
        "json": {"()": "pendopo.config.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if _LOG == "json" else "line"},
        "failures": {"class": "pendopo.config.logs.failures.FailureHandler"},
    },
    "loggers": {
        # Every request is worth a line to a collector, and too many lines for a person.
        "pendopo.request": {"level": "INFO" if _LOG == "json" else _LOG_LEVEL},
        # Without the handlers of Django and granian, whose lines hold paths and messages.
        "django": {"handlers": [], "propagate": True},
        "_granian": {**_CONSOLE, "level": "WARNING"},
    },
    "root": {"handlers": ["console", "failures"], "level": _LOG_LEVEL},
}

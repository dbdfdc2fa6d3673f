"""One settings file, read from the environment; ``.env`` is read if it is there (a laptop's is written by make).

``PORTAL_MODE`` unset means production: addresses and keys must be given, nothing unsafe is allowed.
"""

import logging
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import logs

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env", overwrite=False)

MODE = env.str("PORTAL_MODE", "production")
if MODE not in {"production", "laptop"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is {MODE!r}; it may be 'laptop', or unset for production.")
LAPTOP = MODE == "laptop"


def _required(name, laptop=None):
    """A value that production must be given; on a laptop ``laptop`` stands in for it."""
    value = env.str(name, laptop if LAPTOP else "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Production needs it; see .env.example.")
    return value


def _key(name, laptop, length):
    """A secret of at least ``length`` signs; production refuses a weak one and the laptop's, which is public."""
    value = _required(name, laptop)
    is_known = value == laptop or value.startswith("django-insecure")
    if not LAPTOP and (is_known or len(value) < length or len(set(value)) < length // 4):
        raise ImproperlyConfigured(f"{name} is weak. Production needs a long random one; see .env.example.")
    return value


DEBUG = env.bool("DEBUG", False)
if DEBUG and not LAPTOP:
    raise ImproperlyConfigured("DEBUG is on. Production refuses that: its error pages show personal data.")

# Core ------------------------------------------------------------------------------------------
SECRET_KEY = _key("SECRET_KEY", "laptop-only-key-laptop-only-key-laptop-only-key-laptop", 50)
# Former keys, while sessions and second factors made under them are still to be read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ITSELF = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=ITSELF if LAPTOP else [])
if not ALLOWED_HOSTS or (not LAPTOP and "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the site's own host names, never all.")
if LAPTOP and not set(ALLOWED_HOSTS) <= set(ITSELF):
    # Most likely a server with a laptop's .env: demo accounts, cookies without TLS and known keys.
    raise ImproperlyConfigured("PORTAL_MODE is 'laptop', but ALLOWED_HOSTS names others than this machine.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal.pages",
    "jobs",
    "portal.accounts",
    "portal.places",
    "portal.audit",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "phonenumber_field",
    "django_structlog",
    "portal.accounts.admin_app.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.pages.health.HealthMiddleware",
    "portal.pages.metrics.MetricsMiddleware",
    "portal.pages.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.pages.middleware.LanguageFromPathMiddleware",
    "portal.pages.middleware.UnreadableInputMiddleware",
    "portal.pages.middleware.NothingPersonalIsKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.ClosedByDefaultMiddleware",
    "portal.pages.middleware.CopiedTextMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "portal.pages.templatetags.house"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, cache, broker -----------------------------------------------------------------------
# EMBEDDED_SERVERS: names of the servers of portal/embedded/ that this process brings along.
EMBEDDED_SERVERS = []
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
if LAPTOP:
    from portal import embedded

    if not DATABASE_URL:
        EMBEDDED_SERVERS.append("database")
    if not REDIS_URL:
        EMBEDDED_SERVERS.append("cache")
        REDIS_URL = f"unix://{embedded.cache_socket()}"
if not (DATABASE_URL or LAPTOP):
    raise ImproperlyConfigured("DATABASE_URL is not set. Production needs the address of its PostgreSQL.")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL is not set. Production needs the address of its Redis.")

if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL is not a postgres:// address. PostgreSQL is the only engine.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": embedded.DATABASE_NAME,
            "USER": "postgres",
            "HOST": str(embedded.socket_folder()),
        }
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)  # seconds
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds
# For short questions to a database that lies in memory or on an SSD: without the first the planner reads half a table
# rather than follow an index for a thousand rows; to compile or to start helpers takes longer than such a question.
DATABASES["default"]["OPTIONS"].setdefault(
    "options", "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0"
)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 5},  # seconds
    }
}

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL.replace("unix://", "redis+socket://", 1))
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A task is acknowledged when it is done: what a killed worker held comes back after the visibility time-out,
# and beat has long asked for it again. So every task can be run twice, and none may take longer than that.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 540  # seconds
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 10, "socket_connect_timeout": 5}

# Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Files -----------------------------------------------------------------------------------------
# What people hand in, seen by web and workers alike; no address leads to it.
MEDIA_ROOT = _required("FILES_FOLDER", str(BASE_DIR / ".data" / "files"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Forms -----------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
# Levels of messages are the note classes of the design.
MESSAGE_TAGS = {
    messages.DEBUG: "note-info",
    messages.INFO: "note-info",
    messages.SUCCESS: "note-ok",
    messages.WARNING: "note-turn",
    messages.ERROR: "note-bad",
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes
LARGEST_BODY = 12 * 1024**2  # bytes of a request, its files included
LARGEST_FILE = LARGEST_BODY - 1024**2  # bytes; the request also carries the form around the file
PHONENUMBER_DEFAULT_REGION = "ID"
PHONENUMBER_DB_FORMAT = "E164"

# Security --------------------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.pages.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LAPTOP
if not LAPTOP:
    # A browser takes these names from this very host over TLS alone: our neighbours under the same public domain
    # can't put a session or a CSRF token of their own in their place.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not LAPTOP)
SECURE_HSTS_SECONDS = 0 if LAPTOP else env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LAPTOP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Number of our own proxies in front of the application; 0: the peer's address is the visitor's.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Logs ------------------------------------------------------------------------------------------
# To standard output: JSON, on a laptop readable lines. What may stand in a line: portal/logs.py.
LOGGING = logs.configure(as_json=not LAPTOP, level=env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # also: asking for the user would read the session on public pages

# E-mail ----------------------------------------------------------------------------------------
# A laptop prints its mails; EMAIL_URL e.g. smtp+tls://user:password@host:587
vars().update(env.email_url_config(_required("EMAIL_URL", "consolemail://")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Jalur Resmi <noreply@{env.str('PUBLIC_DOMAIN', 'localhost')}>")

# SMS -------------------------------------------------------------------------------------------
# For codes only; what the gateway must understand: portal/accounts/sms.py. Without one, production has no log-in
# by phone; a laptop keeps the last code in a file that manage.py last_code prints.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
# SMS to numbers that nobody has proved yet, in an hour, all together: each costs money, and some bots are paid for them.
SMS_TO_NEW_NUMBERS_PER_HOUR = env.int("SMS_TO_NEW_NUMBERS_PER_HOUR", 5_000)
SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR = env.int("SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR", 100)
if SMS_GATEWAY_URL and not (LAPTOP or (SMS_GATEWAY_URL.startswith("https://") and SMS_GATEWAY_TOKEN)):
    raise ImproperlyConfigured("SMS_GATEWAY_URL needs https:// and a SMS_GATEWAY_TOKEN: codes pass through it.")
LAST_CODE_FILE = BASE_DIR / ".data" / "last-code"

# Accounts --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:person_home"
# Addresses with a guard of their own, outside the log-in.
OWN_GUARD_PREFIXES = ("/api/", "/sehat/", "/metrics")
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser: phones are shared here
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
CODE_SECONDS = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_SECONDS
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# Tries are counted per account and contact first. The ceilings per address stop a flood only: behind one
# address may sit a hall with hundreds of people, or all customers of a mobile carrier.
PER_ADDRESS = f"{env.int('TRIES_PER_ADDRESS_AND_MINUTE', 600)}/m/ip"
PER_CONTACT = "3/m/key,10/h/key,20/d/key"
ACCOUNT_RATE_LIMITS = {
    "login": PER_ADDRESS,
    "login_failed": f"{PER_ADDRESS},5/5m/key,20/h/key,60/d/key",
    "signup": PER_ADDRESS,
    "request_login_code": f"{PER_ADDRESS},{PER_CONTACT}",
    "reset_password": f"{PER_ADDRESS},{PER_CONTACT}",
    "reset_password_from_key": PER_ADDRESS,
    "emailed_code": "3/h/key",  # tries for one code, counted by our forms
    # Wrong codes of one account in a day, over all the ways together: 24 mailed and 14 by SMS, each once for strangers
    # and once for the devices it knows, and 16 asked again in its own pages: 92 of a million, less than 1 in 10,000.
    "emailed_code_of_contact": "12/h/key,24/d/key",
    # A household logs in with one number, so a little more than for one person's address.
    "phone_login": f"6/m/key,20/h/key,40/d/key,{PER_ADDRESS}",
    "phone_code_only": f"{PER_CONTACT},{PER_ADDRESS}",  # a stranger can make the phone ring
    "phone_sign_up": f"{PER_CONTACT},{PER_ADDRESS}",
    "sms_code": "5/h/key",
    "sms_code_of_account": "10/h/key,14/d/key",
    # Wrong codes that would prove a number or address for somebody new, whoever tries. They open no account.
    "code_of_new_contact": "20/h/key,40/d/key",
    "app_code": "10/h/key,15/d/key",  # wrong codes of the app, apart for known devices; three count at a time
    # At the counter: an officer's questions for accounts, and codes on paper that somebody types.
    "counter_look_up": "200/d/key",
    "claim_code": f"10/h/key,{PER_ADDRESS}",
    "confirm_email": f"1/10s/key,{PER_CONTACT}",
    "national_login": PER_ADDRESS,  # each asks the provider once
    "reauthenticate": "30/m/user",  # counts each page shown
    "own_secret": "5/5m/key,15/h/key,30/d/key",  # tries of an account's PIN or password, asked again
    "own_code": "10/h/key,16/d/key",  # wrong codes in an account's own pages
    "own_contact": PER_CONTACT,  # codes that an account asks for
    "new_contact": f"{PER_CONTACT},{PER_ADDRESS}",  # codes to one number or address, whoever asks: it may be a stranger's
    "own_pin": "5/h/key,10/d/key",  # PINs tried out for their novelty
}
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "signup": "portal.accounts.forms.SignupForm",
    "request_login_code": "portal.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "portal.accounts.forms.ConfirmEmailCodeForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "portal.accounts.forms.ConfirmPasswordResetCodeForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordKeyForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True  # added after sign-up; signing up by passkey stays off
# A finger, a face or the PIN of the device each time: so a passkey is two factors in one.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": PER_ADDRESS}  # there is no secret to be guessed
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "portal.accounts.second_step.forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.second_step.forms.RenamePasskeyForm",
    "login_webauthn": "portal.accounts.second_step.forms.PasskeyLogInForm",
    "authenticate_webauthn": "portal.accounts.second_step.forms.PasskeyForm",
    "authenticate": "portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "portal.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "portal.accounts.forms.ActivateTOTPForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: cheap phones have slow clocks
# How old the second factor may be before a weighty act (portal/accounts/decorators.py). Five minutes: long enough for
# one errand after log-in, shorter than a visit to the kitchen. Half an hour more for a form that is being filled in.
WEIGHTY_SECONDS = 300
WEIGHTY_FORM_SECONDS = 1800

# National log-in: any OpenID Connect provider. Without an issuer there is none.
NATIONAL_LOGIN_ISSUER = env.str("NATIONAL_LOGIN_ISSUER", "")
NATIONAL_LOGIN_CLIENT_ID = env.str("NATIONAL_LOGIN_CLIENT_ID", "")
NATIONAL_LOGIN_CLIENT_SECRET = env.str("NATIONAL_LOGIN_CLIENT_SECRET", "")
NATIONAL_LOGIN_NAME = env.str("NATIONAL_LOGIN_NAME", "akun nasional")
NATIONAL_LOGIN_NAME_EN = env.str("NATIONAL_LOGIN_NAME_EN", "national account")
NATIONAL_LOGIN_SCOPES = env.list("NATIONAL_LOGIN_SCOPES", default=["profile", "email"])  # besides openid
# Whether an address that the provider calls verified counts as confirmed here.
NATIONAL_LOGIN_TRUSTS_EMAIL = env.bool("NATIONAL_LOGIN_TRUSTS_EMAIL", False)
# Values of acr or amr that stand for our own second step. Empty: none does.
NATIONAL_LOGIN_SECOND_FACTOR = env.list("NATIONAL_LOGIN_SECOND_FACTOR", default=[])
if NATIONAL_LOGIN_ISSUER and not (NATIONAL_LOGIN_CLIENT_ID and NATIONAL_LOGIN_CLIENT_SECRET):
    raise ImproperlyConfigured("NATIONAL_LOGIN_ISSUER needs NATIONAL_LOGIN_CLIENT_ID and NATIONAL_LOGIN_CLIENT_SECRET.")
if NATIONAL_LOGIN_ISSUER and not (LAPTOP or NATIONAL_LOGIN_ISSUER.startswith("https://")):
    raise ImproperlyConfigured("NATIONAL_LOGIN_ISSUER needs https://: who somebody is passes through it.")
SOCIALACCOUNT_ADAPTER = "portal.accounts.national.adapter.NationalAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True  # a session left open links nobody
SOCIALACCOUNT_AUTO_SIGNUP = False  # the person sees the notice first
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an equal address attaches nobody to an account
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # an account without an address gets in
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds, for connecting and for each answer

# Ours ------------------------------------------------------------------------------------------
# The public body that answers for this site. Empty: practice mode, nothing speaks for an office.
PUBLIC_BODY = env.str("PUBLIC_BODY", "")
PUBLIC_DOMAIN = env.str("PUBLIC_DOMAIN", "")
# The domain passkeys are made for; another one makes all of them useless. Browsers take localhost, but no bare number.
PASSKEY_DOMAIN = "localhost" if LAPTOP else (PUBLIC_DOMAIN or ALLOWED_HOSTS[0].lstrip("."))
PUBLIC_PHONE = env.str("PUBLIC_PHONE", "")  # as dialled; printed only when set
PUBLIC_HOURS = env.str("PUBLIC_HOURS", "")
PUBLIC_LANGUAGES = env.str("PUBLIC_LANGUAGES", "")  # spoken at the counter, comma-separated
PRACTICE_MODE = not (PUBLIC_BODY and PUBLIC_DOMAIN)
# Where Django's admin lies; behind the second factor.
ADMIN_PATH = env.str("ADMIN_PATH", "petugas/basis-data")
# Signs the audit's seals and daily heads: 32 random bytes in base64. Former keys: their public halves.
AUDIT_SIGNING_KEY = _key("AUDIT_SIGNING_KEY", "bGFwdG9wLW9ubHkta2V5LWxhcHRvcC1vbmx5LWtleS0=", 44)
if len(AUDIT_SIGNING_KEY) != 44 or not AUDIT_SIGNING_KEY.endswith("="):
    raise ImproperlyConfigured("AUDIT_SIGNING_KEY is not 32 bytes in base64; see .env.example.")
AUDIT_FORMER_KEYS = env.list("AUDIT_FORMER_KEYS", default=[])
# Where each day's head is kept, outside the database and best on another machine's disk.
AUDIT_HEADS_FOLDER = _required("AUDIT_HEADS_FOLDER", str(BASE_DIR / ".data" / "audit-heads"))
# Figures for Prometheus: an inner port of the web process, never the site's own. 0: none.
METRICS_PORT = env.int("METRICS_PORT", 0)
METRICS_ADDRESS = env.str("METRICS_ADDRESS", "127.0.0.1")

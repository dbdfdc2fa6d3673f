"""The site itself: its mode, key and hosts, its apps, the way of a request, templates, languages."""

from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal.settings.environment import BASE_DIR, LAPTOP, env, secret

DEBUG = env.bool("DEBUG", False)
if DEBUG and not LAPTOP:
    raise ImproperlyConfigured("DEBUG is on. Production refuses that: its error pages show personal data.")

SECRET_KEY = secret("SECRET_KEY", "laptop-only-key-laptop-only-key-laptop-only-key-laptop", 50)
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
    "registrations.placements",
    "registrations",
    "outreach",
    "portal.mailroom",
    "portal.accounts",
    "portal.messaging",
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
            "builtins": [
                "django.templatetags.i18n",
                "portal.pages.templatetags.house",
                "portal.pages.templatetags.said_once",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Forms
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
PHONENUMBER_DEFAULT_REGION = "ID"
PHONENUMBER_DB_FORMAT = "E164"

"""What keeps strangers out: cookies, TLS, content policy, the admin's address, the audit's keys."""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import BASE_DIR, LAPTOP, env, required, secret

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

# Where Django's admin lies; behind the second factor.
ADMIN_PATH = env.str("ADMIN_PATH", "petugas/basis-data")
# Signs the audit's seals and daily heads: 32 random bytes in base64. Former keys: their public halves.
AUDIT_SIGNING_KEY = secret("AUDIT_SIGNING_KEY", "bGFwdG9wLW9ubHkta2V5LWxhcHRvcC1vbmx5LWtleS0=", 44)
if len(AUDIT_SIGNING_KEY) != 44 or not AUDIT_SIGNING_KEY.endswith("="):
    raise ImproperlyConfigured("AUDIT_SIGNING_KEY is not 32 bytes in base64; see .env.example.")
AUDIT_FORMER_KEYS = env.list("AUDIT_FORMER_KEYS", default=[])
# Where each day's head is kept, outside the database and best on another machine's disk.
AUDIT_HEADS_FOLDER = required("AUDIT_HEADS_FOLDER", str(BASE_DIR / ".data" / "audit-heads"))

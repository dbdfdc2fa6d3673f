"""How the site reaches people: e-mail and SMS."""

from urllib.parse import parse_qsl

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import BASE_DIR, LAPTOP, env, required

# A laptop prints its mails; EMAIL_URL e.g. smtp+tls://user:password@host:587, or a provider by the name that
# django-anymail gives its module, with that provider's settings: anymail+mailgun://?api_key=...&sender_domain=...
email_url = required("EMAIL_URL", "consolemail://")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)  # seconds, for connecting and for each answer
EMAIL_WEBHOOK_SECRET = env.str("EMAIL_WEBHOOK_SECRET", "")  # name:password
if EMAIL_WEBHOOK_SECRET and not (":" in EMAIL_WEBHOOK_SECRET and len(EMAIL_WEBHOOK_SECRET) >= 32):
    raise ImproperlyConfigured("EMAIL_WEBHOOK_SECRET is name:password, 32 signs or more.")
if email_url.startswith("anymail+"):
    provider, _, given = email_url.removeprefix("anymail+").partition("://")
    EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    ANYMAIL = {f"{provider}_{name}".upper(): value for name, value in parse_qsl(given.removeprefix("?"))}
    ANYMAIL["REQUESTS_TIMEOUT"] = EMAIL_TIMEOUT
    # With which the provider reports bounces; empty: no reports.
    if EMAIL_WEBHOOK_SECRET:
        ANYMAIL["WEBHOOK_SECRET"] = EMAIL_WEBHOOK_SECRET
else:
    if EMAIL_WEBHOOK_SECRET:
        raise ImproperlyConfigured("EMAIL_WEBHOOK_SECRET is for a provider: a mail server reports nothing.")
    vars().update(env.email_url_config(email_url))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Jalur Resmi <noreply@{env.str('PUBLIC_DOMAIN', 'localhost')}>")

# Gateways of SMS and WhatsApp; what one must understand: docs/api.md. Without one for SMS, production has no log-in by
# phone (a laptop keeps the last code in a file that manage.py last_code prints), and offices send by hand.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
SMS_GATEWAY_RECEIPT_KEY = env.str("SMS_GATEWAY_RECEIPT_KEY", "")  # signs what it reports; empty: no reports
WHATSAPP_GATEWAY_URL = env.str("WHATSAPP_GATEWAY_URL", "")
WHATSAPP_GATEWAY_TOKEN = env.str("WHATSAPP_GATEWAY_TOKEN", "")
WHATSAPP_GATEWAY_RECEIPT_KEY = env.str("WHATSAPP_GATEWAY_RECEIPT_KEY", "")
for name, url, token, key in (
    ("SMS", SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN, SMS_GATEWAY_RECEIPT_KEY),
    ("WHATSAPP", WHATSAPP_GATEWAY_URL, WHATSAPP_GATEWAY_TOKEN, WHATSAPP_GATEWAY_RECEIPT_KEY),
):
    if url and not (LAPTOP or (url.startswith("https://") and token)):
        raise ImproperlyConfigured(
            f"{name}_GATEWAY_URL needs https:// and a {name}_GATEWAY_TOKEN: codes and messages pass through it."
        )
    if key and len(key) < 32 and not LAPTOP:
        raise ImproperlyConfigured(f"{name}_GATEWAY_RECEIPT_KEY is short. It needs 32 signs or more.")
# SMS to numbers that nobody has proved yet, in an hour, all together: each costs money, and some bots are paid for them.
SMS_TO_NEW_NUMBERS_PER_HOUR = env.int("SMS_TO_NEW_NUMBERS_PER_HOUR", 5_000)
SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR = env.int("SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR", 100)
# The same by e-mail: an address that is made to mail strangers ends on lists of spam, and then reaches nobody.
CODES_TO_NEW_ADDRESSES_PER_HOUR = env.int("CODES_TO_NEW_ADDRESSES_PER_HOUR", 5_000)
LAST_CODE_FILE = BASE_DIR / ".data" / "last-code"
# A worker that was killed loses the messages it had in hand after this; no task that sends them may take longer.
MESSAGE_LEASE_SECONDS = 300

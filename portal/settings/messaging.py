"""How the site reaches people: e-mail and SMS."""

from urllib.parse import parse_qsl

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import BASE_DIR, LAPTOP, env, required

# A laptop prints its mails; EMAIL_URL e.g. smtp+tls://user:password@host:587, or a provider by the name that
# django-anymail gives its module, with that provider's settings: anymail+mailgun://?api_key=...&sender_domain=...
email_url = required("EMAIL_URL", "consolemail://")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)  # seconds, for connecting and for each answer
if email_url.startswith("anymail+"):
    provider, _, given = email_url.removeprefix("anymail+").partition("://")
    EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    ANYMAIL = {f"{provider}_{name}".upper(): value for name, value in parse_qsl(given.removeprefix("?"))}
    ANYMAIL["REQUESTS_TIMEOUT"] = EMAIL_TIMEOUT
else:
    vars().update(env.email_url_config(email_url))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Jalur Resmi <noreply@{env.str('PUBLIC_DOMAIN', 'localhost')}>")

# SMS, for codes only; what the gateway must understand: portal/accounts/sms.py. Without one, production has no log-in
# by phone; a laptop keeps the last code in a file that manage.py last_code prints.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
# SMS to numbers that nobody has proved yet, in an hour, all together: each costs money, and some bots are paid for them.
SMS_TO_NEW_NUMBERS_PER_HOUR = env.int("SMS_TO_NEW_NUMBERS_PER_HOUR", 5_000)
SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR = env.int("SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR", 100)
if SMS_GATEWAY_URL and not (LAPTOP or (SMS_GATEWAY_URL.startswith("https://") and SMS_GATEWAY_TOKEN)):
    raise ImproperlyConfigured("SMS_GATEWAY_URL needs https:// and a SMS_GATEWAY_TOKEN: codes pass through it.")
LAST_CODE_FILE = BASE_DIR / ".data" / "last-code"
# A worker that was killed loses the messages it had in hand after this; no task that sends them may take longer.
MESSAGE_LEASE_SECONDS = 300

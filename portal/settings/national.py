"""National log-in: any OpenID Connect provider. Without an issuer there is none."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import LAPTOP, env

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

"""Who answers for this site. Without body and domain it is in practice mode: nothing speaks for an office."""

from portal.settings.core import ALLOWED_HOSTS
from portal.settings.environment import LAPTOP, env

PUBLIC_BODY = env.str("PUBLIC_BODY", "")
PUBLIC_DOMAIN = env.str("PUBLIC_DOMAIN", "")
PUBLIC_PHONE = env.str("PUBLIC_PHONE", "")  # as dialled; printed only when set
PUBLIC_HOURS = env.str("PUBLIC_HOURS", "")
PUBLIC_LANGUAGES = env.str("PUBLIC_LANGUAGES", "")  # spoken at the counter, comma-separated
PRACTICE_MODE = not (PUBLIC_BODY and PUBLIC_DOMAIN)
# Scheme and host of the addresses in messages: no request tells them there.
SITE_ADDRESS = f"https://{PUBLIC_DOMAIN or ALLOWED_HOSTS[0].lstrip('.')}"
if LAPTOP:
    SITE_ADDRESS = f"http://localhost:{env.int('PORT', 8000)}"

"""Who answers for this site. Without body and domain it is in practice mode: nothing speaks for an office."""

from portal.settings.environment import env

PUBLIC_BODY = env.str("PUBLIC_BODY", "")
PUBLIC_DOMAIN = env.str("PUBLIC_DOMAIN", "")
PUBLIC_PHONE = env.str("PUBLIC_PHONE", "")  # as dialled; printed only when set
PUBLIC_HOURS = env.str("PUBLIC_HOURS", "")
PUBLIC_LANGUAGES = env.str("PUBLIC_LANGUAGES", "")  # spoken at the counter, comma-separated
PRACTICE_MODE = not (PUBLIC_BODY and PUBLIC_DOMAIN)

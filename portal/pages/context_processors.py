"""What every template may print about the site itself; no session is read for it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.accounts import codes
from portal.accounts.national.adapter import national_name
from portal.pages.unread import unread_for


def site(request):
    return {
        # Asked only where a page prints it, on private pages.
        "unread_count": SimpleLazyObject(lambda: unread_for(request)),
        "practice_mode": settings.PRACTICE_MODE,
        "public_body": settings.PUBLIC_BODY,
        "public_domain": settings.PUBLIC_DOMAIN,
        "public_phone": settings.PUBLIC_PHONE,
        "public_hours": settings.PUBLIC_HOURS,
        "log_in_page": codes.log_in_page(),
        "national_login": national_name() if settings.NATIONAL_LOGIN_ISSUER else "",
        "public_languages": settings.PUBLIC_LANGUAGES,
    }

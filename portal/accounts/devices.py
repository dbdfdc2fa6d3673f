"""The device somebody logs in from: told in plain words, known again by a cookie that names nobody."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COOKIE = "device" if settings.LAPTOP else "__Host-device"
KNOWN_FOR = 90 * 24 * 3600  # seconds
# As many people as may share one phone.
ACCOUNTS_PER_DEVICE = 6


class Browser(models.TextChoices):
    SAMSUNG = "samsung", "Samsung Internet"
    OPERA = "opera", "Opera"
    EDGE = "edge", "Edge"
    FIREFOX = "firefox", "Firefox"
    CHROME = "chrome", "Chrome"
    SAFARI = "safari", "Safari"
    OTHER = "other", gettext_lazy("Another browser")


class System(models.TextChoices):
    ANDROID = "android", "Android"
    IOS = "ios", "iPhone"
    WINDOWS = "windows", "Windows"
    MAC = "mac", "Mac"
    LINUX = "linux", "Linux"
    OTHER = "other", gettext_lazy("another device")


# The first sign found counts: most browsers also call themselves Chrome or Safari, and Android is a Linux.
SIGNS_OF_BROWSERS = [
    ("SamsungBrowser", Browser.SAMSUNG),
    ("OPR/", Browser.OPERA),
    ("Opera", Browser.OPERA),
    ("Edg", Browser.EDGE),
    ("Firefox", Browser.FIREFOX),
    ("FxiOS", Browser.FIREFOX),
    ("Chrome", Browser.CHROME),
    ("CriOS", Browser.CHROME),
    ("Safari", Browser.SAFARI),
]
SIGNS_OF_SYSTEMS = [
    ("Android", System.ANDROID),
    ("iPhone", System.IOS),
    ("iPad", System.IOS),
    ("Windows", System.WINDOWS),
    ("Macintosh", System.MAC),
    ("Linux", System.LINUX),
]


def families(request):
    """(Browser, System) of a request. Nothing else of what the browser says about itself is kept."""
    said = request.META.get("HTTP_USER_AGENT", "")
    browser = next((family for sign, family in SIGNS_OF_BROWSERS if sign in said), Browser.OTHER)
    system = next((family for sign, family in SIGNS_OF_SYSTEMS if sign in said), System.OTHER)
    return browser, system


def in_words(browser, system):
    """``Chrome on Android``, in the active language. Takes the codes."""
    return _("%(browser)s on %(system)s") % {"browser": Browser(browser).label, "system": System(system).label}


def is_known(request, user):
    """Whether ``user`` logged in from this device in the last 90 days. Without its cookie it is a new one."""
    return any(_is_of(user, token) for token in _tokens(request))


def remember(request, response, user):
    """Renew the account's token in the device's cookie. The tokens of others who use the device stay."""
    others = [token for token in _tokens(request) if not _is_of(user, token)]
    tokens = [_signer(user).sign("seen"), *others][:ACCOUNTS_PER_DEVICE]
    response.set_cookie(
        COOKIE, "~".join(tokens), max_age=KNOWN_FOR, secure=not settings.LAPTOP, httponly=True, samesite="Lax"
    )


def forget_all(user):
    """Let every device of ``user`` count as new, also one whose cookie somebody copied."""
    user._meta.model.objects.filter(pk=user.pk).update(device_generation=F("device_generation") + 1)
    user.refresh_from_db(fields=["device_generation"])


def _tokens(request):
    return [token for token in request.COOKIES.get(COOKIE, "").split("~") if token][:ACCOUNTS_PER_DEVICE]


def _signer(user):
    # The account is in the salt alone: whoever reads the cookie learns when, but not who.
    return signing.TimestampSigner(salt=f"accounts.device.{user.pk}.{user.device_generation}")


def _is_of(user, token):
    try:
        return _signer(user).unsign(token, max_age=KNOWN_FOR) == "seen"
    except signing.BadSignature:
        return False

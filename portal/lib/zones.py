"""What time it is in another country: its zones as CLDR lists them, their clocks as the machine's zone data know them."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from django.utils.translation import gettext as _

from portal.lib.dates import now_in, short_date

# CLDR keeps the first name that a zone ever had; zone data without the old names know it by its present one only.
_NAMED_TODAY = {
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Africa/Asmera": "Africa/Asmara",
    "Atlantic/Faeroe": "Atlantic/Faroe",
}


@cache
def zones_of(iso2):
    """The ZoneInfos of a country or territory (ISO 3166-1), () for one without."""
    names = sorted(name for name, territory in get_global("zone_territories").items() if territory == iso2)
    return tuple(zone for name in names if (zone := _zone(_NAMED_TODAY.get(name, name))))


def _zone(name):
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def clocks_in(iso2, moment):
    """The local times (aware datetimes) that clocks in this country show at ``moment``, from west to east, each once."""
    there = {moment.astimezone(zone).replace(tzinfo=None): moment.astimezone(zone) for zone in zones_of(iso2)}
    return [there[local] for local in sorted(there)]


def now_there(country, here):
    """``In Taiwan it is 21.40 now``: of a Country, for a reader in the ZoneInfo ``here``; "" where no zone is known.

    Where it is another day than for the reader the day stands with it; of several zones the first and the last are told.
    """
    now = now_in(here)
    clocks = clocks_in(country.iso2, now)
    if not clocks:
        return ""
    told = [_clock(one, now.date()) for one in (clocks[0], clocks[-1])]
    facts = {"country": country, "time": told[0], "last": told[1]}
    if len(clocks) == 1:
        return _("In %(country)s it is %(time)s now.") % facts
    return _("In %(country)s it is between %(time)s and %(last)s now.") % facts


def _clock(there, day):
    time = f"{there:%H.%M}"
    return time if there.date() == day else f"{time} ({short_date(there.date())})"

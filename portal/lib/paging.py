"""What components/pagination.html prints below a list of which the next page begins behind a row."""

from urllib.parse import urlencode

from django.utils.translation import ngettext


def pagination(count, *, last="", is_later=False, **kept):
    """``shown``, ``next_address`` and ``first_address``, "" for none.

    ``count``: rows on this page. ``last``: key of the last of them when more follow. ``is_later``: whether rows came before.
    ``kept``: what else the address says.
    """
    return {
        "shown": shown(count),
        "next_address": "?" + urlencode(kept | {"sesudah": last}) if last else "",
        "first_address": "?" + urlencode(kept) if is_later else "",
    }


def shown(count):
    return ngettext("%(count)d shown", "%(count)d shown", count) % {"count": count}

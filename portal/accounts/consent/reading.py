"""Texts and decisions as pages print them."""

from portal.accounts.models import Consent, Purpose
from portal.lib.dates import WIB, long_date, short_moment


def sections(body):
    """Sections of ``body`` in order: ``heading`` ("" for what stands before the first), ``facts``, ``paragraphs``.

    A line ``## …`` is a heading, ``term :: value`` a row of facts, any other a paragraph.
    """
    found = [{"heading": "", "facts": [], "paragraphs": []}]
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if line.startswith("## "):
            found.append({"heading": line.removeprefix("## "), "facts": [], "paragraphs": []})
        elif " :: " in line:
            term, _separator, value = line.partition(" :: ")
            found[-1]["facts"].append({"term": term, "value": value})
        else:
            found[-1]["paragraphs"].append(line)
    return [section for section in found if any(section.values())]


def in_words(decision):
    """A Consent ready to print; its text and purpose are read with it."""
    return {
        "purpose": decision.purpose.label,
        "is_given": decision.is_given,
        "day": long_date(decision.at.astimezone(WIB).date()),
        "moment": short_moment(decision.at, WIB),
        "version": decision.text.number,
        "address": decision.text.get_absolute_url(),
        "how": decision.get_channel_display(),
    }


def purposes_of(user):
    """Each purpose that rests on consent, in order: ``purpose`` and ``holding``, the consent in words or None."""
    latest = Consent.objects.latest_of_each(user).select_related("purpose", "text__purpose")
    holding = {decision.purpose_id: decision for decision in latest if decision.is_given}
    return [
        {"purpose": purpose, "holding": in_words(holding[purpose.pk]) if purpose.pk in holding else None}
        for purpose in Purpose.objects.asked()
    ]


def agreed_by(user):
    """What ``user`` agrees to now, in words."""
    return [row["holding"] for row in purposes_of(user) if row["holding"]]

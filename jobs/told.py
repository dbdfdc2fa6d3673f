"""What the texts of messages on vacancies print: for many messages at once, in the active language."""

from datetime import timedelta

from django.utils.translation import gettext as _

from jobs import listing
from jobs.choices import SearchShelf
from jobs.models import CompanyStatement, RecruitmentPermit, SavedSearch, SavedVacancy, Vacancy
from jobs.saved import matches
from jobs.wording import pay
from portal.lib.dates import WIB, long_date, today_in
from portal.messaging import links

BEFORE_THE_END = (30, 7)  # days of a permit or licence


def new_matches(messages):
    """Of each search what is new since its last digest; one that finds nothing new is not told."""
    searches = SavedSearch.objects.in_bulk({message.subject for message in messages})
    messages = [message for message in messages if message.subject in searches]
    wishes = {key: listing.wish_of(saved.query) for key, saved in searches.items()}
    found = _found(messages, searches, wishes)
    rows = _rows({key for pairs in found.values() for key, _shelf in pairs})
    names = listing.country_names({iso2 for wish in wishes.values() for iso2 in wish.countries})
    return {
        message.pk: _ways_out(message)
        | {
            "label": label_of(wishes[message.subject], names),
            "rows": [rows[key] | {"is_checked": shelf == SearchShelf.CHECKED} for key, shelf in told],
            "all_address": _list_address(searches[message.subject]) if len(pairs) > len(told) else "",
        }
        for message in messages
        if (pairs := found[message.pk]) and (told := pairs[: matches.MOST_TOLD])
    }


def _found(messages, searches, wishes):
    """{message.pk: the new ones}; those who look for the same are looked after together."""
    day, before, kept, found = today_in(WIB), matches.told_before(messages), {}, {}
    for message in messages:
        saved, former = searches[message.subject], before[message.pk]
        since = max(saved.created_at, matches.begin_of(former)) if former else saved.created_at
        asked = wishes[saved.pk], since, matches.begin_of(message.due_on)
        if asked not in kept:
            kept[asked] = matches.new_ones(*asked, day)
        found[message.pk] = kept[asked]
    return found


def closing(messages):
    saved = SavedVacancy.objects.in_bulk({message.subject for message in messages})
    rows = _rows({one.vacancy_id for one in saved.values()})
    return {
        message.pk: _ways_out(message) | {"row": rows[saved[message.subject].vacancy_id]}
        for message in messages
        if message.subject in saved
    }


def permits(messages):
    """One that was given longer meanwhile is not told."""
    found = RecruitmentPermit.objects.select_related("company", "destination__country")
    found = found.in_bulk({message.subject for message in messages})
    return {
        message.pk: {
            "number": permit.number,
            "company": str(permit.company),
            "country": str(permit.destination),
            "day": long_date(permit.valid_until),
            "address": links.full_address("company_room:company", permit.company.slug),
        }
        for message in messages
        if (permit := found.get(message.subject)) and _is_before(message, permit.valid_until)
    }


def licences(messages):
    found = CompanyStatement.objects.select_related("company").in_bulk({message.subject for message in messages})
    return {
        message.pk: {
            "company": str(statement.company),
            "day": long_date(statement.licence_until),
            "address": links.full_address("company_room:company", statement.company.slug),
        }
        for message in messages
        if (statement := found.get(message.subject)) and _is_before(message, statement.licence_until)
    }


def _is_before(message, end):
    return end is not None and message.due_on in {end - timedelta(days=days) for days in BEFORE_THE_END}


def label_of(wish, names):
    """What is looked for, in words. ``names``: {iso2: name} of its countries."""
    return ", ".join(chip.label for chip in listing.chips(wish, listing.Shelf.OPEN, names)) or _("All open vacancies")


def _rows(keys):
    """{vacancy.pk: what a line about it says}."""
    found = Vacancy.objects.select_related("destination__country").in_bulk(keys)
    return {key: _row(vacancy.for_the_public()) for key, vacancy in found.items()}


def _row(vacancy):
    return {
        "place": _place(vacancy),
        "pay": _pay(vacancy),
        "closes": long_date(vacancy.closes_on) if vacancy.closes_on else "",
        "address": links.full_address("jobs:vacancy_by_number", vacancy.number),
        "is_demo": vacancy.is_demo,
    }


def _pay(vacancy):
    """As the contract states it: an estimate in rupiah would be of the day on which the mail is read."""
    stated = pay(vacancy, None)
    return f"{stated.main} {stated.detail}".strip() if stated else _("Pay not stated")


def _place(vacancy):
    """Title and country; a title that ends with the country says it once."""
    title = vacancy.title_in_page_language
    country = str(vacancy.destination.country) if vacancy.destination_id else _("Country not stated")
    return title if title.endswith(f" {country}") else f"{title}, {country}"


def _list_address(saved):
    address = links.full_address("jobs:vacancy_list")
    return f"{address}?{saved.query}" if saved.query else address


def _ways_out(message):
    """Where the person looks after what was saved, and ends all of it: with an account there, without one from here."""
    token = links.token_of(message)
    has_account = message.contact.user_id is not None
    manage = links.full_address("saved:own") if has_account else links.full_address("saved:by_link", token)
    return {"manage": manage, "stop": links.refusal_address(message), "has_account": has_account}

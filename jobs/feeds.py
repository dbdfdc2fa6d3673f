"""The newest open vacancies as feeds: Atom for readers, JSON Feed for programs."""

import re
from datetime import UTC, datetime, time

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs import listing, search
from jobs.cards import cards_of
from jobs.choices import SearchShelf, Shelf
from jobs.models.card_row import listed_card_rows
from jobs.workflow import State
from portal.lib.dates import WIB

NEWEST = 50
AUTHOR = "Jalur Resmi"
# What XML can't carry, whatever a source or a visitor wrote: one such sign would end the feed for everybody.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Atom(Atom1Feed):
    def latest_post_date(self):
        """The newest change of an entry; of an empty feed a fixed moment, so that it has one ETag."""
        return max((item["updateddate"] for item in self.items), default=datetime(2026, 1, 1, tzinfo=UTC))


def newest(wish, day):
    """CardRows of the newest vacancies of the wish on the open shelves, checked or not, at most NEWEST."""
    rows = search.rows_of(wish, Shelf.OPEN, day)
    # Each shelf in the order of its index; together they hold the newest of all.
    keys = [
        key
        for shelf in (SearchShelf.CHECKED, SearchShelf.PUBLISHED)
        for key in rows.filter(shelf=shelf)
        .order_by("-published_on", "-vacancy_id")
        .values_list("published_on", "vacancy_id")[:NEWEST]
    ]
    newest_first = [vacancy_id for _day, vacancy_id in sorted(keys, reverse=True)[:NEWEST]]
    return listed_card_rows(newest_first, day)


def entries(rows, *, day, base):
    """What both kinds of feed say of each vacancy; ``base``: scheme and host."""
    return [_entry(card.row, card, base) for card in cards_of(rows, day)]


def _entry(vacancy, shown, base):
    unchecked = _("Nobody here has checked it yet. Pay nothing.")
    said = [
        _("Demo data.") if vacancy.is_demo else "",
        shown.seal or f"{shown.published}. {unchecked}",
        shown.where,
        f"{shown.pay.main} {shown.pay.detail}" if shown.pay else "",
        *(f"{label}: {value}" for label, value, _css in shown.facts),
        *shown.remarks,
    ]
    tags = ["checked" if vacancy.state == State.OPEN else "published", shown.iso2 if vacancy.destination_id else ""]
    return {
        "address": base + shown.address,
        # By its code alone: the address with the title changes with the title.
        "id": base + reverse("jobs:vacancy_by_number", args=[vacancy.number]),
        "title": _NOT_XML.sub(" ", shown.title),
        "text": _NOT_XML.sub(" ", "\n".join(filter(None, said))),
        "published": datetime.combine(vacancy.sort_day, time(), WIB),
        "changed": vacancy.updated_at,
        "tags": [*filter(None, tags), *(["demo"] if vacancy.is_demo else [])],
    }


def _about(wish, base):
    """(title, description, address of the list) of a feed."""
    title = _("Vacancies abroad")
    if wish.words:
        title = f"{title}: {_NOT_XML.sub(' ', wish.words)}"
    query = listing.query(wish)
    address = f"{base}{reverse('jobs:vacancy_list')}{'?' if query else ''}{query}"
    return (
        title,
        _("The newest %(count)d open vacancies, checked by an officer or only published.") % {"count": NEWEST},
        address,
    )


def atom(found, wish, *, base, own_address):
    title, description, address = _about(wish, base)
    feed: SyndicationFeed = Atom(
        title=title,
        link=address,
        description=description,
        subtitle=description,
        language=get_language(),
        feed_url=own_address,
        feed_guid=own_address,
        author_name=AUTHOR,
    )
    for entry in found:
        feed.add_item(
            title=entry["title"],
            link=entry["address"],
            # Django says of it that it is HTML.
            description=linebreaksbr(entry["text"]),
            unique_id=entry["id"],
            pubdate=entry["published"],
            updateddate=entry["changed"],
            categories=entry["tags"],
        )
    return feed.writeString("utf-8")


def as_json(found, wish, *, base, own_address):
    """As JSON Feed 1.1 has it."""
    title, description, address = _about(wish, base)
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "description": description,
        "home_page_url": address,
        "feed_url": own_address,
        "language": get_language(),
        "authors": [{"name": AUTHOR}],
        "items": [
            {
                "id": entry["id"],
                "url": entry["address"],
                "title": entry["title"],
                "content_text": entry["text"],
                "date_published": entry["published"].isoformat(),
                "date_modified": entry["changed"].isoformat(),
                "tags": entry["tags"],
            }
            for entry in found
        ],
    }

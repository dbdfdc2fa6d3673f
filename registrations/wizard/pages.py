"""The pages in their order, one thing each. What they ask, field by field: registrations/asked.py."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from registrations.wizard import forms


class Page(NamedTuple):
    slug: str
    title: str
    lead: str
    form: type | None = None  # None: the papers, which have a room of their own
    needs: tuple = ()  # columns of the candidate without which nothing can be handed in
    label: str = ""  # of its answers, where all are read together


# fmt: off
PAGES = (
    Page("nama",      _("Who are you?"),
         _("As it stands on your identity card (KTP)."),
         forms.NameForm, ("name", "birth_date", "sex"), _("You")),
    Page("nomor",     _("Your numbers"),
         _("An officer compares them with your cards. Kept encrypted."),
         forms.NumbersForm, ("nik", "kk"), _("Numbers")),
    Page("paspor",    _("Do you have a passport?"),
         _("None yet? Leave all of this empty and go on. Make none before the placement agreement: the first one is free then."),
         forms.PassportForm, (), _("Passport")),
    Page("tinggal",   _("Where do you live now?"),
         _("Not the address on your KTP if it differs. It decides which office checks your data."),
         forms.HomeForm, ("village",), _("Home")),
    Page("sekolah",   _("School and family"),
         _("Some countries and jobs ask for a school, and a spouse has to know of your plan."),
         forms.SchoolForm, ("education", "marital"), _("School and family")),
    Page("kontak",    _("How do we reach you?"),
         _("One number is enough. A phone used by the whole family is fine."),
         forms.ReachForm, (), _("Contact")),
    Page("minat",     _("What are you looking for?"),
         _("Not sure yet? Leave it open. You may change it later."),
         forms.InterestForm, (), _("Interest")),
    Page("data-anda", _("How your data are used"),
         _("Please read this before you hand anything in."),
         forms.NoticeForm, (), _("Your data")),
    Page("surat",     _("Photos of your papers"),
         _("These are needed to hand in. Other papers come later."),
         None, (), _("Papers")),
)
# fmt: on
OF_SLUG = {page.slug: page for page in PAGES}
FIRST = PAGES[0]


def place_of(page):
    """1 for the first."""
    return PAGES.index(page) + 1


def before(page):
    """The page before, None for the first."""
    return PAGES[place_of(page) - 2] if page != FIRST else None


def after(page):
    """The page after, None for the last."""
    return PAGES[place_of(page)] if page != PAGES[-1] else None

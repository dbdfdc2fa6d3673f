"""The page that shows every component in every state, for those who build pages and those who judge them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.decorators import staff_page
from portal.accounts.roles import STAFF_ROLES
from portal.pages import samples
from portal.pages.forms import SampleForm

FAULTY = {"name": "Contoh", "nik": "53", "letter_date": "31/02/2027", "office": "kupang"}


@staff_page(*STAFF_ROLES)
def public_parts(request):
    """In the public layout, so that sizes and colours are those that citizens see."""
    return render(request, "pages/components.html", _shown(wide=False))


@staff_page(*STAFF_ROLES)
def staff_parts(request):
    return render(request, "pages/components_staff.html", _shown(wide=True))


def _shown(wide):
    return {
        "sample": samples,
        "demo_data": True,
        "crumbs": [(_("Front page"), reverse("pages:home")), (_("Components"), "")],
        "form": SampleForm(FAULTY, wide=wide),
        "blank": SampleForm(wide=wide, auto_id="id_blank_%s"),
    }

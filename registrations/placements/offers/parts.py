"""The short pages on which a person tells of an own offer, in their order."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from registrations.placements.offers.forms import EmployerForm, JobForm, TermsForm


@dataclass(frozen=True)
class Part:
    slug: str  # in its address
    title: str
    form: type


JOB = Part("pekerjaan", _("The job"), JobForm)
PARTS = (
    JOB,
    Part("pemberi-kerja", _("The employer, and how you found it"), EmployerForm),
    Part("syarat", _("Pay and terms"), TermsForm),
)
OF_SLUG = {part.slug: part for part in PARTS}


def after(part):
    """The Part that comes next, None after the last."""
    return next(iter(PARTS[PARTS.index(part) + 1 :]), None)

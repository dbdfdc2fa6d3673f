from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import Scheme
from registrations.placements.models.terms import Terms, constraints_of

# Nobody places; the state, a company or a programme does it under all others.
SCHEMES = (Scheme.PERSEORANGAN, Scheme.SSW_MANDIRI, Scheme.UKPS)
# Without these an officer has nothing to check; in the order in which they are asked.
_NEEDED = (
    "title", "employer_name", "employer_address", "employer_contact", "found_by", "wage_amount_min", "city",
    "contract_months",
)  # fmt: skip
_NEEDED_UNDER = {Scheme.UKPS: ("sending_company", "sending_permit")}


class FoundBy(models.TextChoices):
    INTERNET = "internet", _("On the internet or by social media")
    FAMILY = "family", _("Through family or friends")
    EMPLOYER = "employer", _("The employer wrote to me")
    COMPANY = "company", _("Through the company I work for")
    SCHOOL = "school", _("Through a school or a training centre")
    BROKER = "broker", _("Somebody offered it to me")
    OTHER = "other", _("In another way")


class OwnOffer(Terms):
    """A job that somebody found without a placement company, as they tell it. Scheme, country, occupation and kind of
    employer stand in its case.
    """

    title = models.CharField(_("what you will do"), max_length=250, blank=True)
    employer_name = models.CharField(_("name of the employer"), max_length=200, blank=True)
    employer_address = models.CharField(_("address of the employer"), max_length=300, blank=True)
    employer_contact = models.CharField(_("how the employer is reached"), max_length=200, blank=True)
    # Under UKPS: who employs the person here and sends them.
    sending_company = models.CharField(_("company that sends you"), max_length=200, blank=True)
    sending_permit = models.CharField(_("number of its permit"), max_length=64, blank=True)
    found_by = models.CharField(_("how you found it"), max_length=10, choices=FoundBy, blank=True)
    asked_for_money = models.BooleanField(_("somebody asked for money"), null=True)
    about_money = models.CharField(_("who asked, and for how much"), max_length=300, blank=True)
    starts_on = models.DateField(_("first day of work"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("own offer")
        verbose_name_plural = _("own offers")
        constraints = constraints_of("own_offer")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def title_in_page_language(self):
        """As the person wrote it."""
        return self.title

    def missing(self, scheme):
        """Labels of what an officer needs to know under ``scheme`` and was not told yet."""
        names = (*_NEEDED, *_NEEDED_UNDER.get(scheme, ()))
        labels = [self._meta.get_field(name).verbose_name for name in names if not getattr(self, name)]
        if self.asked_for_money is None:
            labels.append(self._meta.get_field("asked_for_money").verbose_name)
        return labels


class OfferCheck(models.Model):
    """What an officer looked at before an offer counted, or was turned down."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="offer_check")
    checked_on = models.DateField(_("day of the check"))
    letters_are_genuine = models.BooleanField(_("The letters are genuine: asked at the employer itself"))
    is_legal_body = models.BooleanField(_("The employer is a registered company or institution"))
    mission_was_asked = models.BooleanField(_("The Indonesian mission was asked about the employer"))
    is_above_lowest_job = models.BooleanField(_("It is not the lowest job of its sector"))
    # Under UKPS alone; None: there is none to look at.
    permit_is_valid = models.BooleanField(_("The permit of the company that sends is in force"), null=True, blank=True)
    is_in_order = models.BooleanField(_("The offer is in order"))

    class Meta:
        verbose_name = _("check of an own offer")
        verbose_name_plural = _("checks of own offers")
        constraints = [
            models.CheckConstraint(
                name="own_offer_in_order_has_passed_every_look",
                condition=Q(is_in_order=False)
                | Q(
                    Q(permit_is_valid=None) | Q(permit_is_valid=True),
                    letters_are_genuine=True,
                    is_legal_body=True,
                    mission_was_asked=True,
                    is_above_lowest_job=True,
                ),
                violation_error_message=_("An offer is in order only when every point was looked at and holds."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

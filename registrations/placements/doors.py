"""Through which a case is found: by the office that works on it, and by its person. A foreign number is a plain 404.

And the door before what somebody told us in confidence: whoever merely holds the open phone doesn't read it.
"""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts import limits, proof
from portal.audit.services import record
from portal.lib import codes
from registrations.disclosures import disclose
from registrations.models import Disclosure
from registrations.placements import permissions as may
from registrations.placements.models import Placement
from registrations.placements.models.promised import PROMISED
from registrations.placements.path.reading import of_person
from registrations.placements.workflow import State


def case_of_office(request, number):
    """The case, if it is of this office; that it was opened is told to the person."""
    by = request.acting
    cases = Placement.objects.visible_to(by).exclude(state=State.DRAFT)
    cases = cases.select_related("registration__candidate", *PROMISED, "destination__country", "office__province")
    number = codes.parse(number)
    found = cases.select_related("candidate", "procedure").filter(number=number).first() if number else None
    # One's own case stands in another room.
    if found is None or not may.record_in_regency(by, found):
        request.refused = Placement.objects.filter(number=number).only("pk").first() if number else None
        raise Http404
    tell_of_look(by, found)
    return found


def tell_of_look(by, case):
    """Write for the person that ``by`` opened ``case``."""
    purpose = Disclosure.Purpose.PLACEMENT
    disclose(by, case.candidate, Disclosure.Seen.FILE, purpose=purpose, registration=case.registration)


def own_case(request, number):
    """Raises Http404, the same for every number that is not one's own, and notes it."""
    number = codes.parse(number)
    case = of_person(request.user).filter(number=number).first() if number else None
    if case is None:
        subject = Placement.objects.filter(number=number).only("pk").first() if number else None
        record(request.acting, "placements.address_refused", subject)
        raise Http404
    return case


READ = "baca"  # asked for by the page that leaves the words out


def may_read_words(request):
    """Whether words that were told in confidence may stand on the page: the account's own secret was typed just now."""
    is_proved = proof.was_given_within(request, settings.WEIGHTY_SECONDS)
    return is_proved or not get_adapter().get_reauthentication_methods(request.user)


def ask_before_words(request):
    """The way to the question for the secret where the words are asked for without it, None where there is none to ask."""
    if READ not in request.GET or request.method == "POST" or may_read_words(request):
        return None
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


TOO_MANY = _("You have sent very many today. Please go on tomorrow, or ask your office.")


def may_send(request):
    """Count one application, offer or sign-up of this account; False when there were too many."""
    return limits.take(request, "own_application", str(request.user.pk)) is not None

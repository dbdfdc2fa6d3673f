"""What stands against an application, in the words of the person, and what they should know before they send it."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobs import search
from jobs.choices import Scheme
from jobs.detail import describe
from jobs.models import Vacancy
from jobs.papers import papers_for
from jobs.procedures import procedure_for
from jobs.requirements import Case
from jobs.workflow import State as VacancyState
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from registrations.placements import guards
from registrations.placements.choices import Door, FreezeReason
from registrations.placements.models import Placement
from registrations.placements.pacing import paces_of
from registrations.placements.path.wording import STANDSTILLS, how_long, whose_turn
from registrations.placements.workflow import OPEN
from registrations.stations import Station
from registrations.workflow import WITH_OFFICE
from registrations.workflow import State as RegistrationState


def vacancy_at(number):
    """The Vacancy with all that a page of it shows, None when the public has none of this number."""
    number = codes.parse(number)
    vacancies = Vacancy.objects.reachable().with_standing(today_in(WIB)).with_page_details()
    return vacancies.filter(number=number, is_redrafted=False).first() if number else None


def open_case(registration, vacancy):
    """The Placement that this person has under way at ``vacancy``, or None."""
    cases = Placement.objects.filter(candidate=registration.candidate_id, state__in=sorted(OPEN))
    return cases.filter(vacancy=vacancy).first()


def page_of(registration, vacancy):
    """All that the page prints, but its form."""
    day, case = today_in(WIB), _case(registration, vacancy)
    is_current = Vacancy.objects.current(day).filter(pk=vacancy.pk).exists()
    paces = paces_of(case)
    described = describe(vacancy, day=day, rates=search.latest_rates(day), is_current=is_current)
    return {
        "vacancy": vacancy,
        "page": described,
        "facts": [
            {"term": term, "value": value}
            for term, value in (
                (_("Country"), vacancy.destination and vacancy.destination.country),
                (_("Placement company"), vacancy.placement_company),
                (_("Way"), vacancy.get_scheme_display()),
                (_("Your registration"), registration.number),
            )
            if value
        ],
        "against": against(case, day),
        "papers": _papers(case, day),
        "steps": [_step(case, one, paces) for one in case.way if one.station == Station.APPLY],
        "office": registration.office,
    }


def against_applying(registration, vacancy):
    return against(_case(registration, vacancy), today_in(WIB))


def against(case, day):
    """Rows (text; address and label of a way on) of what stands against it now; of doubts no more than the guards say."""
    if closed := of_account(case):
        return closed
    rows = [*of_registration(case)]
    sentences = [guards.way_is_written_down(case), guards.vacancy_takes_applications(case)]
    if case.vacancy.state == VacancyState.OPEN:
        sentences += [*_standstills(case, day), guards.has_a_place_left(case)]
    sentences += [_("This vacancy asks: %(what)s") % {"what": gap} for gap in case.gaps()]
    sentences.append(guards.is_bound_to_no_other(case))
    return rows + [{"text": sentence} for sentence in sentences if sentence]


def _case(registration, vacancy):
    """A case as it would begin today; kept nowhere."""
    return Placement(
        registration=registration,
        candidate=registration.candidate,
        door=Door.VACANCY,
        vacancy=vacancy,
        scheme=vacancy.scheme,
        procedure=procedure_for(vacancy.scheme, today_in(WIB)) if vacancy.scheme else None,
        office=registration.office,
    )


def of_account(case):
    """One row where nothing new may begin, before anything else is said; else []."""
    sentence = guards.may_begin_anew(case)
    return [_row(sentence, "places:office_finder", _("Nearest office"))] if sentence else []


def of_registration(case):
    """What the registration says against an application, in words that tell of no hold."""
    registration, state = case.registration, case.registration.state
    if state == RegistrationState.VERIFIED:
        sentence = guards.registration_is_verified(case)
        return [_row(sentence, "places:office_finder", _("Nearest office"))] if sentence else []
    if state == RegistrationState.DRAFT:
        text = _("Your registration is not handed in yet. Finish it first; then an officer looks at it.")
        return [_row(text, "wizard:registration", _("Go on"), registration.number)]
    if state == RegistrationState.RETURNED:
        text = _("Something in your registration is to be corrected first.")
        return [_row(text, "pages:person_home", _("Correct it"))]
    if state in WITH_OFFICE:
        text = _("Your registration is with the office. You can apply as soon as it is checked; we write to you then.")
        return [_row(text, "pages:person_home", _("My path"))]
    text = _("Your registration has ended. To apply you need one that an officer has checked.")
    return [_row(text, "pages:person_home", _("My path"))]


def _row(text, name, label, *arguments):
    return {"text": text, "address": reverse(name, args=arguments), "label": label}


def _standstills(case, day):
    """The reasons for which a case at this vacancy would stand still today, but that of the registration."""
    vacancy = case.vacancy
    found = {
        FreezeReason.COUNTRY: not vacancy.is_open_by_law(day),
        FreezeReason.COMPANY: bool(vacancy.placement_company and vacancy.placement_company.is_barred),
        FreezeReason.PERMIT: case.scheme == Scheme.P_TO_P and not _has_permit(vacancy, day),
    }
    return [str(STANDSTILLS[reason]) for reason, stands in found.items() if stands]


def _has_permit(vacancy, day):
    last = vacancy.permit.valid_until if vacancy.permit_id else None
    return vacancy.permit_id is not None and (last is None or last >= day)


def _papers(case, day):
    person, vacancy = case.candidate, case.vacancy
    if not vacancy.scheme:
        return None
    about = {"sex": person.sex, "marital": person.marital, "age": person.age_on(day)}
    return papers_for(Case(vacancy.scheme, vacancy.destination_id, vacancy.occupation_id or "", **about), day)


def _step(case, step, paces):
    return {
        "title": capfirst(step.title),
        "state": "",
        "text": " ".join([whose_turn(case, step), how_long(case, step, paces)]).strip(),
    }

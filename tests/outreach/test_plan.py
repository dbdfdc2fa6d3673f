"""The planning room: what officers write of an event, and what keeps two of them from losing or doubling it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from outreach.choices import Category, PartyRole
from outreach.models import CountChange, Event, EventChange, Party, Session, Speaker
from outreach.plan import counts, doubles, reach, services
from outreach.plan.lists import Tab, page_of
from outreach.workflow import State
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.messaging import planning
from portal.messaging.models import Message
from portal.pages.work import waiting_for
from portal.places.models import GazetteerEntry
from portal.workflow import StepRefused
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.outreach import EventFactory, HeadCountFactory, SessionFactory, VenueFactory
from tests.factories.places import OfficeFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(labour=True)


@pytest.fixture
def member(office):
    return MembershipFactory(role=Role.REGENCY_OFFICER, office=office)


@pytest.fixture
def by(member):
    return acting(member)


@pytest.fixture
def room(client, member):
    return log_in(client, member.user)


def page(name, *arguments):
    return reverse(f"event_plan:{name}", args=arguments)


def entry_of(village):
    level = GazetteerEntry.Level.VILLAGE
    facts = {"level": level, "path": str(village), "bare_name": village.name.lower(), "lexemes": "'tohe'"}
    regency = village.district.regency
    return GazetteerEntry.objects.update_or_create(code=village.code, defaults=facts | {"regency": regency})[0]


def lines(*rows):
    return {"baris-TOTAL_FORMS": len(rows), "baris-INITIAL_FORMS": 0} | {
        f"baris-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()
    }


# What is written


def test_a_title_alone_makes_one_draft_though_it_is_sent_twice(room, office):
    typed = {"title": "Sosialisasi di Tohe", "mode": "luring", "key": uuid.uuid4()}

    for _sending in range(2):
        room.post(page("new"), typed)

    event = Event.objects.get()
    assert (event.state, event.organiser.office, event.starts_on) == (State.DRAFT, office, None)
    assert room.get(page("event", event.number)).context["empty"][-1] == "tempat"


def test_hours_follow_the_clock_of_the_place_and_a_village_names_its_venue(room, office):
    village = VillageFactory(district__regency=office.regency, name="Tohe")
    event, day = EventFactory(office=office, sessions=0), today_in(WIB) + timedelta(days=9)
    typed = {"place": "Tohe", "place_kode": entry_of(village).code, "place_untuk": "Tohe", "capacity": 40}
    hours = {"day": f"{day:%d/%m/%Y}", "begins": "09.00", "ends": "12.00"}

    room.post(page("new_session", event.number), {"seen": event.version} | hours | typed)

    session, event = event.sessions.get(), Event.objects.get()
    assert (session.venue.name, session.venue.village, session.time_zone) == ("Tohe", village, "Asia/Makassar")
    assert f"{session.begins_at.astimezone(session.zone):%H.%M}" == "09.00"
    assert (event.starts_on, event.areas) == (day, ["53", office.regency_id, village.district_id, village.code])


def test_one_hour_alone_is_asked_for_the_other(room, office):
    event = EventFactory(office=office, sessions=0)

    answer = room.post(page("new_session", event.number), {"seen": 1, "day": "26/11/2026", "begins": "09.00"})

    assert answer.context["form"].errors == {"ends": ["Tulis kedua jam, atau kosongkan keduanya."]}


def test_a_venue_is_one_row_for_all_its_events_and_keeps_what_is_known_of_it(by):
    known = VenueFactory(has_step_free_way=True)
    event = EventFactory(office=by.membership.office, sessions=0)
    place = GazetteerEntry(code=known.regency_id, level=2, regency=known.regency)
    facts = {"name": known.name.upper(), "place": place, "has_step_free_way": None}

    services.keep_session(by, event, None, {"venue": facts, "held_on": None}, seen=1)

    known.refresh_from_db()
    assert (event.sessions.get().venue, known.has_step_free_way) == (known, True)


def test_lines_that_stay_keep_their_row_and_an_emptied_one_goes(room, office):
    event = EventFactory(office=office)
    kept, gone = (Speaker.objects.create(event=event, name=name) for name in ("Ibu Ana", "Pak Beni"))
    row = {"name": "Ibu Ana", "topics": "d, a", "minutes": 30, "confirmed_on": "on"}

    room.post(page("lines", event.number, "narasumber"), {"seen": 1} | lines(row, {"name": ""}))

    assert list(event.speakers.values_list("pk", "topics", "confirmed_on")) == [(kept.pk, ["a", "d"], today_in(WIB))]
    assert not Speaker.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"role": "partner", "name": "Aspataki"}], "Sebutkan satu penyelenggara, satu saja."),
        ([{"role": "organiser", "name": "Aspataki"}], "Kantor Anda sendiri harus tetap ada di sini."),
    ],
)
def test_an_event_keeps_one_organiser_and_the_office_that_writes(room, office, rows, said):
    event = EventFactory(office=office)

    answer = room.post(page("lines", event.number, "pihak"), {"seen": 1} | lines(*rows))

    assert answer.context["lines"].non_form_errors() == [said]


def test_another_office_may_lead_what_ours_began(room, office):
    event, other = EventFactory(office=office), OfficeFactory(province=office.province)
    rows = [{"role": "co_organiser", "office": office.pk}, {"role": "organiser", "name": other.name.lower()}]

    room.post(page("lines", event.number, "pihak"), {"seen": 1} | lines(*rows))

    assert dict(event.parties.values_list("role", "office")) == {"co_organiser": office.pk, "organiser": other.pk}


# Two at once, and what people know


def test_the_second_of_two_officers_reads_it_and_loses_nothing(room, office, by):
    event = EventFactory(office=office)
    services.keep_facts(by, event, {"purpose": "Dari rekan"}, seen=1)

    answer = room.post(
        page("facts", event.number), {"seen": 1, "title": "Judul lain", "mode": "luring", "kind": event.kind}
    )

    form = answer.context["form"]
    assert form["title"].value() == "Judul lain"
    assert form.non_field_errors() == [
        "Orang lain baru saja mengubah kegiatan ini. Yang Anda ketik masih ada di sini.",
        "Yang Anda ketik berbeda pada: Judul, Tujuan.",
    ]
    assert form["seen"].value() == 2
    assert Event.objects.get().purpose == "Dari rekan"


def test_of_a_public_event_stays_what_it_was_before_and_a_draft_leaves_no_trace(by, office):
    for state in (State.DRAFT, State.PLANNED):
        event = EventFactory(office=office, state=state)
        session, venue = event.sessions.get(), VenueFactory()
        was = session.held_on
        place = GazetteerEntry(code=venue.regency_id, level=2, regency=venue.regency)
        facts = {"begins_at": session.begins_at + timedelta(days=7), "ends_at": session.ends_at + timedelta(days=7)}
        services.keep_session(by, event, session, facts | {"venue": {"name": venue.name, "place": place}}, seen=1)

    change = EventChange.objects.get()
    assert (change.event, change.held_on, change.venue, change.changed_by) == (event, was, session.venue, by.user)
    assert (change.fields, change.is_to_be_told) == (["begins_at", "ends_at", "held_on", "venue"], True)


def test_a_session_that_people_know_has_seats_for_them_and_stays(by, office):
    event = EventFactory(office=office, state=State.PLANNED)
    session = event.sessions.get()
    Session.objects.filter(pk=session.pk).update(seated=3, capacity=5)

    with pytest.raises(StepRefused, match="Sudah 3 orang punya kursi"):
        services.keep_session(by, event, session, {"capacity": 2}, seen=1)
    with pytest.raises(StepRefused):
        services.take_session_out(by, event, session, seen=1)
    Session.objects.update(seated=0)
    with pytest.raises(StepRefused, match="satu hari harus tetap ada"):
        services.take_session_out(by, event, session, seen=1)
    assert event.sessions.count() == 1


def test_a_report_that_lies_with_the_head_stands_still(room, office):
    event = EventFactory(office=office, state=State.REPORTED)

    answer = room.post(page("facts", event.number), {"seen": 1, "title": "Judul lain", "mode": "luring"})

    assert "tidak bisa diubah lagi" in answer.context["form"].non_field_errors()[0]


# How many came


def counted(**facts):
    return {"seen": 1} | facts | lines(*[{} for _category in Category], {})


def test_parts_may_be_empty_and_known_ones_make_the_total(room, office):
    event = EventFactory(office=office, state=State.HELD, sessions__days=-1)

    wrong = room.post(page("count", event.number), counted(total=160, female=90, male=60, sex_unknown=0))
    typed = counted(total=160, female=90) | {"baris-0-total": 100, "baris-10-institution": "Kampus A"}
    room.post(page("count", event.number), typed)

    assert wrong.context["form"].errors == {
        "total": ["Perempuan, laki-laki, dan yang tidak dicatat berjumlah 150, bukan 160."]
    }
    assert not event.counts.exists()  # the categories alone make 100 of 160
    room.post(page("count", event.number), typed | {"baris-1-total": 60})
    assert counts.snapshot(event.counts.get())["lines"][-1] == {
        "category": "", "institution": "Kampus A", "total": None, "female": None, "male": None,
    }  # fmt: skip


def test_a_count_is_put_right_with_a_reason_and_keeps_what_it_was(by, office):
    event = EventFactory(office=office, state=State.HELD, sessions__days=-1)
    session = event.sessions.get()
    counts.keep_count(by, event, session, {"total": 9, "note": ""}, [])

    with pytest.raises(StepRefused, match="alasan"):
        counts.keep_count(by, event, session, {"total": 8, "note": ""}, [])
    counts.keep_count(by, event, session, {"total": 8, "note": ""}, [], reason="Satu orang dihitung dua kali")

    change = CountChange.objects.get()
    assert (change.before["total"], change.reason, event.counts.get().total) == (9, "Satu orang dihitung dua kali", 8)


def test_nobody_is_counted_before_it_is_held(room, office):
    event = EventFactory(office=office, state=State.PLANNED)

    assert room.get(page("count", event.number)).status_code == 404


@pytest.mark.parametrize(("state", "is_public"), [(State.DRAFT, False), (State.PLANNED, True)])
def test_the_public_reads_of_a_cancelled_event_only_what_it_knew_before(room, office, state, is_public):
    event = EventFactory(office=office, state=state)

    room.post(page("step", event.number, "cancel"), {"seen": event.version, "reason": "Aula dipakai"})

    event.refresh_from_db()
    assert event.state == State.CANCELLED
    assert Event.objects.public().filter(pk=event.pk).exists() == is_public


# Two plans of one event


def a_twin(venue, title="Sosialisasi migrasi aman", **facts):
    return EventFactory(title=title, sessions__venue=venue, **facts)


def test_plans_of_one_day_and_place_with_titles_alike_are_pointed_out(by, office):
    venue, elsewhere = VenueFactory(), VenueFactory()
    draft = a_twin(venue, office=office)
    known = a_twin(venue, "SOSIALISASI  Migrasi Aman bagi CPMI", state=State.PLANNED)
    a_twin(venue, "Pelatihan menjahit", state=State.PLANNED)
    a_twin(elsewhere, state=State.PLANNED)
    a_twin(venue, sessions__days=5, state=State.PLANNED)
    a_twin(venue)  # the draft of a stranger stays theirs

    assert doubles.likely(by, draft) == [known]


def test_the_same_event_takes_our_office_in_and_calls_our_draft_off(room, office):
    venue = VenueFactory()
    draft, known = a_twin(venue, office=office), a_twin(venue, state=State.PLANNED)

    room.post(page("double", draft.number, known.number), {"seen": draft.version, "answer": "same"})

    draft.refresh_from_db()
    assert (draft.state, draft.same_as) == (State.CANCELLED, known)
    assert Party.objects.get(event=known, office=office).role == PartyRole.CO_ORGANISER
    assert Message.objects.get(kind="outreach.joined").contact.office == known.organiser.office


def test_two_that_are_not_the_same_are_not_asked_about_again(room, office, by):
    venue = VenueFactory()
    draft, known = a_twin(venue, office=office), a_twin(venue, state=State.PLANNED)

    room.post(page("double", draft.number, known.number), {"seen": draft.version, "answer": "other"})

    assert doubles.likely(by, draft) == []
    assert doubles.likely(acting(MembershipFactory(office=known.organiser.office)), known) == []


# Lists, villages, reminders


def test_each_event_of_the_office_stands_in_one_list(by, office):
    made = {
        Tab.DRAFTS: EventFactory(office=office),
        Tab.COMING: EventFactory(office=office, state=State.PLANNED),
        Tab.TO_REPORT: EventFactory(office=office, state=State.PLANNED, sessions__days=-2),
        Tab.DONE: EventFactory(office=office, state=State.CHECKED, sessions__days=-2),
    }
    EventFactory(state=State.PLANNED)

    assert {tab: page_of(by, tab)[0] for tab in Tab} == {tab: [event] for tab, event in made.items()}


def test_a_list_goes_on_behind_its_last_row_at_the_same_cost(room, office, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("outreach.plan.lists.ROWS", 2)
    events = [EventFactory(office=office, state=State.PLANNED) for _row in range(3)]

    with django_assert_max_num_queries(22):
        first = room.get(page("events")).context
    second = room.get(page("events") + first["next_address"]).context

    assert [row.number for row in [*first["rows"], *second["rows"]]] == [event.number for event in events]


def test_villages_that_had_no_event_for_two_years_are_named(by, office):
    been, long_ago, never = (VillageFactory(district__regency=office.regency) for _village in range(3))
    for village, days in ((been, -30), (long_ago, -800)):
        venue = VenueFactory(regency=office.regency, district=village.district, village=village)
        EventFactory(state=State.HELD, sessions__venue=venue, sessions__days=days)

    found = reach.reach_of(reach.regency_for(by))

    assert (found.villages, found.visited) == (3, 1)
    assert {line.partition(",")[0] for line in found.next} == {long_ago.name, never.name}


def test_offices_hear_of_what_is_missing_and_of_a_report_that_is_due(office, by):
    soon = EventFactory(office=office, sessions=0)
    SessionFactory(event=soon, venue=None, days=3)
    soon.follow_sessions()
    Event.objects.filter(pk=soon.pk).update(state=State.PLANNED)
    Speaker.objects.create(event=soon, name="Ibu Ana")
    over = EventFactory(office=office, state=State.HELD, sessions__days=-7)
    EventFactory(office=office, state=State.REPORTED, sessions__days=-7)

    planning.plan_reminders()

    owed = Message.objects.filter(kind__startswith="outreach.").values_list("kind", "subject", "office")
    assert set(owed) == {
        ("outreach.without_place", soon.pk, office.pk),
        ("outreach.speakers_open", soon.pk, office.pk),
        ("outreach.report_due", over.pk, office.pk),
    }
    assert [row["title"] for row in waiting_for(by)][-2:] == [
        "Kegiatan yang belum dilaporkan: 1",
        "Kegiatan dalam 7 hari yang belum lengkap: 1",
    ]


def test_a_foreign_event_is_no_page(room):
    event = EventFactory(state=State.PLANNED)
    HeadCountFactory(event=event, total=1)

    assert {room.get(page(name, event.number)).status_code for name in ("event", "facts", "count")} == {404}

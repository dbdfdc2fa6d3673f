"""Events as their public pages meet them."""

from outreach.public import places
from outreach.workflow import State
from portal.accounts.roles import Role
from portal.places.models import Office
from portal.workflow import take_step
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.outreach import EventFactory
from tests.factories.places import OfficeFactory, RegencyFactory

LIST = "/kegiatan/"


def planned(**facts):
    return EventFactory(**{"state": State.PLANNED, **facts})


def drawn():
    """The regencies of NTT that stand on the map, and an office in one of them."""
    codes = [code for code in places._layout() if code.startswith("53.")]
    regencies = [RegencyFactory(code=code) for code in sorted(codes)]
    return regencies, OfficeFactory(kind=Office.Kind.REGENCY_LABOUR, regency=regencies[0])


def titles(client, query="", address=LIST):
    return [card.title for card in client.get(address + query).context["cards"]]


def cancelled(event, reason="Aula dipakai untuk pengungsi banjir"):
    officer = acting(MembershipFactory(role=Role.REGENCY_OFFICER, office=event.organiser.office))
    return take_step(event, "cancel", by=officer, reason=reason)

"""The rows of the pages on which somebody looks after what people say is wrong."""

from uuid import uuid4

from registrations.placements.models import Concern, ConcernAnswer, ConcernStep, ConcernWords
from tests.factories.accounts import MembershipFactory
from tests.pages_rows_of_placements import a_placement


def _concern(**facts):
    case = a_placement()
    told = {"kind": "money", "is_about_office": False, "reach": "call"} | facts
    concern = Concern.objects.create(placement=case, submission_key=uuid4(), **told)
    ConcernWords.objects.create(concern=concern, text="Calo meminta lima juta.")
    head = MembershipFactory(office=case.office, role="bp3mi_head")
    step = ConcernStep.objects.create(
        concern=concern, event="answer", source="raised", target="raised", version=0, user=head.user, office=case.office
    )
    ConcernAnswer.objects.create(step=step, text="Jangan bayar. Kami telepon besok.")
    return concern


def some_concerns():
    for kind in ("money", "no_answer"):
        _concern(kind=kind)
    return {}


def a_concern():
    return {"pk": _concern().pk}

"""The rows of the pages on which papers of cases wait, and are judged."""

from registrations.placements.models import CasePaper
from registrations.placements.workflow import State
from tests.factories.jobs import PaperRuleFactory
from tests.factories.registrations import DocumentFactory
from tests.pages_rows_of_placements import a_placement


def a_paper_of_a_case():
    case = a_placement(State.INSURED)
    rule = PaperRuleFactory(paper="passport", due="visa")
    CasePaper.objects.create(placement=case, paper="passport", rule=rule, need="required", due="visa")
    DocumentFactory(candidate=case.candidate, paper="passport")
    return {"number": case.number, "paper": "passport"}


def papers_to_look_at():
    a_paper_of_a_case()
    return {}

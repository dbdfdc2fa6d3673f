from jobs.models.age import AgeRule
from jobs.models.batch import FactsBefore, ImportBatch
from jobs.models.check import Check
from jobs.models.company import CompanyStatement, Employer, PartnerAgency, PlacementCompany
from jobs.models.cost import CostItem, CostRule
from jobs.models.destination import Destination, PlacementRule
from jobs.models.figure import PublishedFigure
from jobs.models.money import ExchangeRate
from jobs.models.occupation import Occupation
from jobs.models.paper import PaperRule, ValidityRule
from jobs.models.permit import RecruitmentPermit
from jobs.models.procedure import ProcedureRule, ProofRule
from jobs.models.rule_draft import RuleDraft, RuleDraftReason, RuleDraftStep
from jobs.models.saved import Rhythm, SavedSearch, SavedVacancy
from jobs.models.scan import Scan
from jobs.models.search import FacetCount, SearchWord, VacancySearch
from jobs.models.shelves import country_is_open
from jobs.models.step import VacancyStep, VacancyStepReason
from jobs.models.vacancy import Vacancy

__all__ = [
    "AgeRule",
    "Check",
    "CompanyStatement",
    "CostItem",
    "CostRule",
    "Destination",
    "Employer",
    "ExchangeRate",
    "FacetCount",
    "FactsBefore",
    "ImportBatch",
    "Occupation",
    "PaperRule",
    "PartnerAgency",
    "PlacementCompany",
    "PlacementRule",
    "ProcedureRule",
    "ProofRule",
    "PublishedFigure",
    "RecruitmentPermit",
    "Rhythm",
    "RuleDraft",
    "RuleDraftReason",
    "RuleDraftStep",
    "SavedSearch",
    "SavedVacancy",
    "Scan",
    "SearchWord",
    "Vacancy",
    "VacancySearch",
    "VacancyStep",
    "VacancyStepReason",
    "ValidityRule",
    "country_is_open",
]

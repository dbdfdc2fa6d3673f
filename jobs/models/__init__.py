from jobs.models.company import CompanyStatement, Employer, PlacementCompany, RecruitmentPermit
from jobs.models.destination import Destination, DestinationFigure, PlacementRule
from jobs.models.money import ExchangeRate
from jobs.models.occupation import Occupation
from jobs.models.vacancy import Check, CostItem, Vacancy

__all__ = [
    "Check",
    "CompanyStatement",
    "CostItem",
    "Destination",
    "DestinationFigure",
    "Employer",
    "ExchangeRate",
    "Occupation",
    "PlacementCompany",
    "PlacementRule",
    "RecruitmentPermit",
    "Vacancy",
]

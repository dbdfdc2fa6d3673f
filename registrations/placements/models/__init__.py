from registrations.placements.models.agreement import Agreement, AgreementCost
from registrations.placements.models.arrival import Arrival
from registrations.placements.models.case_abroad import CaseAbroad, CaseNote, Problem, Settlement
from registrations.placements.models.competence import Competence
from registrations.placements.models.concern import Concern, ConcernAnswer, ConcernStep, ConcernWords
from registrations.placements.models.contract import WorkContract
from registrations.placements.models.control import CardList, ControlFinding, ControlRun, ListedCard
from registrations.placements.models.departure import Departure
from registrations.placements.models.difference import ContractDifference, ContractFlag, DifferenceAnswer, Term, Verdict
from registrations.placements.models.doubted_death import DeathDoubt, DeathTakenBack
from registrations.placements.models.experience import ExperienceSheet
from registrations.placements.models.extension import Extension
from registrations.placements.models.freeze import Freeze
from registrations.placements.models.home_coming import Death, HomeComing, Purna
from registrations.placements.models.home_need import Body, HomeNeed, Referral, Topic
from registrations.placements.models.insurance import Insurance
from registrations.placements.models.medical import MedicalResult
from registrations.placements.models.opp import OppAttendance, OppChange, OppSeat, OppSession
from registrations.placements.models.opp_request import OppRequest
from registrations.placements.models.own_offer import OfferCheck, OwnOffer
from registrations.placements.models.pace import StepPace
from registrations.placements.models.paper import CasePaper
from registrations.placements.models.passport import PassportSeen
from registrations.placements.models.placement import Placement
from registrations.placements.models.places import PlacesTaken
from registrations.placements.models.programme import Batch, BatchChange, BatchStep, Programme, TestPart
from registrations.placements.models.re_entry import ReEntry
from registrations.placements.models.selection import Selection
from registrations.placements.models.sign_up import ScoreList, SignUp, TestResult
from registrations.placements.models.step import OnBehalf, PlacementStep, PlacementStepReason
from registrations.placements.models.visa import Visa

__all__ = [
    "Agreement",
    "AgreementCost",
    "Arrival",
    "Batch",
    "BatchChange",
    "BatchStep",
    "Body",
    "CardList",
    "CaseAbroad",
    "CaseNote",
    "CasePaper",
    "Competence",
    "Concern",
    "ConcernAnswer",
    "ConcernStep",
    "ConcernWords",
    "ContractDifference",
    "ContractFlag",
    "ControlFinding",
    "ControlRun",
    "Death",
    "DeathDoubt",
    "DeathTakenBack",
    "Departure",
    "DifferenceAnswer",
    "ExperienceSheet",
    "Extension",
    "Freeze",
    "HomeComing",
    "HomeNeed",
    "Insurance",
    "ListedCard",
    "MedicalResult",
    "OfferCheck",
    "OnBehalf",
    "OppAttendance",
    "OppChange",
    "OppRequest",
    "OppSeat",
    "OppSession",
    "OwnOffer",
    "PassportSeen",
    "Placement",
    "PlacementStep",
    "PlacementStepReason",
    "PlacesTaken",
    "Problem",
    "Programme",
    "Purna",
    "ReEntry",
    "Referral",
    "ScoreList",
    "Selection",
    "Settlement",
    "SignUp",
    "StepPace",
    "Term",
    "TestPart",
    "TestResult",
    "Topic",
    "Verdict",
    "Visa",
    "WorkContract",
]

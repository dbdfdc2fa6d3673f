from registrations.models.call import Call
from registrations.models.candidate import Candidate, CandidatePhone
from registrations.models.correction import CorrectionAnswer, CorrectionPoint, CorrectionWords
from registrations.models.data_request import DataRequest, DataRequestWords
from registrations.models.disclosure import Disclosure
from registrations.models.document import Document, DocumentPage
from registrations.models.flag import Flag
from registrations.models.forecast import PaperForecast
from registrations.models.letter import Letter
from registrations.models.listed import CandidateList, ListColumns, ListedPerson, PersonBefore
from registrations.models.merge import Merge, Move
from registrations.models.official import OfficialList, OfficialRow
from registrations.models.passport import Passport
from registrations.models.pinned import PinnedPaper
from registrations.models.reading import PointFinding, ReadValue
from registrations.models.register_check import RegisterCheck
from registrations.models.registration import Registration
from registrations.models.release import DisclosureRelease
from registrations.models.saved_filter import SavedFilter
from registrations.models.spoken import SpokenConsent
from registrations.models.status_pin import StatusPin
from registrations.models.step import RegistrationStep, RegistrationStepReason, Transfer
from registrations.models.suspicion import Suspicion, SuspicionReason, SuspicionStep
from registrations.models.upload import StrayFile, Upload, UploadPart

__all__ = [
    "Call",
    "Candidate",
    "CandidateList",
    "CandidatePhone",
    "CorrectionAnswer",
    "CorrectionPoint",
    "CorrectionWords",
    "DataRequest",
    "DataRequestWords",
    "Disclosure",
    "DisclosureRelease",
    "Document",
    "DocumentPage",
    "Flag",
    "Letter",
    "ListColumns",
    "ListedPerson",
    "Merge",
    "Move",
    "OfficialList",
    "OfficialRow",
    "PaperForecast",
    "Passport",
    "PersonBefore",
    "PinnedPaper",
    "PointFinding",
    "ReadValue",
    "RegisterCheck",
    "Registration",
    "RegistrationStep",
    "RegistrationStepReason",
    "SavedFilter",
    "SpokenConsent",
    "StatusPin",
    "StrayFile",
    "Suspicion",
    "SuspicionReason",
    "SuspicionStep",
    "Transfer",
    "Upload",
    "UploadPart",
]

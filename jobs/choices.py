"""The closed lists of the vacancy field; the field's own words, one code each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scheme(models.TextChoices):
    """Who places the worker; what a source calls otherwise is kept as published, never squeezed in here."""

    G_TO_G = "G_TO_G", _("Government to Government")
    G_TO_P = "G_TO_P", _("Government to Private")
    P_TO_P = "P_TO_P", _("Through a placement company")
    UKPS = "UKPS", _("Transfer within the own company")
    PERSEORANGAN = "PERSEORANGAN", _("On one's own")
    SSW_MANDIRI = "SSW_MANDIRI", _("Japan SSW, found on one's own")
    RE_ENTRY = "RE_ENTRY", _("Back to the same employer")
    SEAFARER = "SEAFARER", _("Seafarer")


class EmployerKind(models.TextChoices):
    CORPORATE = "corporate", _("Company or institution")
    HOUSEHOLD = "household", _("Household")


class WagePeriod(models.TextChoices):
    HOUR = "hour", _("per hour")
    DAY = "day", _("per day")
    MONTH = "month", _("per month")
    YEAR = "year", _("per year")


class Education(models.TextChoices):
    """Levels in their order: a higher one includes the lower ones."""

    SD = "SD", _("Primary school")
    SMP = "SMP", _("Junior secondary school")
    SMA = "SMA", _("Senior secondary school")
    D2 = "D2", _("Two-year diploma")
    D3 = "D3", _("Three-year diploma")
    S1 = "S1", _("Bachelor's degree")


class Provision(models.TextChoices):
    """Who provides housing or meals."""

    FREE = "free", _("free")
    PAID = "paid", _("paid by the worker")
    NONE = "none", _("not provided")


class Payer(models.TextChoices):
    CANDIDATE = "CANDIDATE", _("You")
    EMPLOYER = "EMPLOYER", _("Employer")
    P3MI = "P3MI", _("Placement company")
    GOVERNMENT = "GOVERNMENT", _("Government")


class CostComponent(models.TextChoices):
    """The 14 components of Perban BP2MI 9/2020, and what lies outside them."""

    TICKET_OUT = "ticket_out", _("Ticket out")
    TICKET_HOME = "ticket_home", _("Ticket home")
    VISA = "visa", _("Work visa")
    LEGALISATION = "legalisation", _("Legalisation of the contract")
    TRAINING = "training", _("Training")
    CERTIFICATE = "certificate", _("Competence certificate")
    COMPANY_FEE = "company_fee", _("Placement company's fee")
    PASSPORT = "passport", _("Passport replacement")
    SKCK = "skck", _("Police record letter")
    SOCIAL_SECURITY = "social_security", _("Social security")
    MEDICAL = "medical", _("Medical and psychological exam")
    MEDICAL_EXTRA = "medical_extra", _("Further exam asked by the country")
    TRANSPORT = "transport", _("Local transport")
    LODGING = "lodging", _("Lodging")
    OTHER = "other", _("Other")


class SearchShelf(models.IntegerChoices):
    """Where a visitor finds a vacancy, in this order."""

    CHECKED = 1, _("Checked")
    PUBLISHED = 2, _("Published, not checked")
    ARCHIVE = 3, _("Archive")


class Shelf(models.TextChoices):
    """The two shelves of an address; its values stay Indonesian in both languages, like the slugs."""

    OPEN = "terbuka", _("Open")
    ARCHIVE = "arsip", _("Archive")


class Sort(models.TextChoices):
    NEWEST = "terbaru", _("Newest first")
    CLOSING = "segera", _("Closing first")
    PAY = "gaji", _("Highest pay first")


class Sex(models.TextChoices):
    """Of the visitor, to find orders that seek him or her."""

    MALE = "male", _("Man")
    FEMALE = "female", _("Woman")


class Marital(models.TextChoices):
    """As the statement of marital status says it (UU 27/2022 art. 4 counts it as general data)."""

    SINGLE = "single", _("Not married")
    MARRIED = "married", _("Married")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")


class OccupationGroup(models.TextChoices):
    """Our own few groups for looking around; ISCO-08 stays the code of the occupation."""

    HOUSEHOLD = "household", _("Household work")
    CARE = "care", _("Care of the elderly and children")
    HEALTH = "health", _("Hospitals and nursing")
    FACTORY = "factory", _("Factory")
    FARM = "farm", _("Plantation and farm")
    BUILDING = "building", _("Building and technical work")
    HOSPITALITY = "hospitality", _("Hotel, restaurant, spa")
    SEA = "sea", _("Ships and fishing")
    TRANSPORT = "transport", _("Driving and warehouse")
    SERVICE = "service", _("Cleaning, guarding, shops")


class WorkLanguage(models.TextChoices):
    """Languages that orders ask for; codes as in ISO 639."""

    ENGLISH = "en", pgettext_lazy("language", "English")
    JAPANESE = "ja", pgettext_lazy("language", "Japanese")
    KOREAN = "ko", pgettext_lazy("language", "Korean")
    MANDARIN = "zh", pgettext_lazy("language", "Mandarin")
    CANTONESE = "yue", pgettext_lazy("language", "Cantonese")
    GERMAN = "de", pgettext_lazy("language", "German")
    ARABIC = "ar", pgettext_lazy("language", "Arabic")
    MALAY = "ms", pgettext_lazy("language", "Malay")


class CostStance(models.TextChoices):
    """What a rule says of the candidate's cost."""

    ZERO = "zero", _("Nothing to pay")
    DISPUTED = "disputed", _("Disputed")


class SanctionGround(models.TextChoices):
    """Grounds for suspending a placement company (Permen P2MI 4/2025 art. 9)."""

    NO_PERMIT = "no_permit", _("No recruitment permit, or a revoked one")
    NO_SELECTION = "no_selection", _("No selection at the labour office")
    NO_REPORT = "no_report", _("Results not reported")
    NO_ORIENTATION = "no_orientation", _("Not enrolled for the orientation")
    NOT_PLACED = "not_placed", _("Ready candidates not placed")
    OTHER_JOB = "other_job", _("The job differs from the contract")
    CLOSED_COUNTRY = "closed_country", _("Placement to a closed country")
    OTHER = "other", _("Another ground")


class RuleAction(models.TextChoices):
    OPEN = "open", _("Open")
    STOPPED = "stopped", _("Stopped")
    BANNED = "banned", _("Banned")


class LicenceStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


class StatusBasis(models.TextChoices):
    """What a statement about a company's licence rests on, strongest first."""

    DECISION = "decision", _("Published decision")
    SANCTION_ENDED = "sanction_ended", _("Sanction ended")
    REGISTER_LISTING = "register_listing", _("Copy of the ministry's list")
    LICENCE = "licence", _("Licence document (SIP3MI)")
    REPORTED = "reported", _("News report")
    OWN_SITE = "own_site", _("The company's own site")


class FigureKind(models.TextChoices):
    """What published figures count; the values stand in addresses, so they are Indonesian."""

    PLACEMENTS = "penempatan", _("Placements")
    VACANCIES = "lowongan", _("Vacancies and quotas")
    REMITTANCES = "remitansi", _("Money sent home")
    COMPANIES = "perusahaan", _("Licensed companies")


class CheckKind(models.TextChoices):
    """The four checks that together make the seal, in the order of the law."""

    LICENCE = "licence", _("Company licence (SIP3MI)")
    PERMIT = "permit", _("Recruitment permit (SIP2MI)")
    MISSION = "mission", _("Endorsement by the Indonesian mission")
    RULES = "rules", _("Country rules")


class RuleAct(models.TextChoices):
    """What a draft of the rules room proposes."""

    ADD = "add", _("New rule")
    END = "end", _("End of a rule")
    CHECK = "check", _("Compared with the decree")


class Paper(models.TextChoices):
    """Papers of a case; which scheme needs which is a rule (jobs.models.PaperRule)."""

    KTP = "ktp", _("identity card (e-KTP)")
    KK = "kk", _("family card (KK)")
    MARITAL = "marital", _("statement of marital status")
    CONSENT = "consent", _("family's letter of consent, known by the village head")
    DIPLOMA = "diploma", _("diploma and marks")
    BIRTH = "birth", _("birth certificate, or another paper that names birthplace and parents")
    COMPETENCE = "competence", _("competence certificate (nurses: STR)")
    LANGUAGE = "language", _("language certificate")
    HEALTH = "health", _("health certificate, body and mind")
    SKCK = "skck", _("police record letter (SKCK)")
    AK1 = "ak1", _("job seeker's card (AK1)")
    RECOMMENDATION = "recommendation", _("letter of recommendation for the passport")
    PASSPORT = "passport", _("passport")
    PLACEMENT_AGREEMENT = "placement_agreement", _("placement agreement")
    WORK_CONTRACT = "work_contract", _("work contract")
    VISA = "visa", _("work visa")
    BPJS_TK = "bpjs_tk", _("social security (BPJS Ketenagakerjaan)")
    JKN = "jkn", _("health insurance (BPJS Kesehatan)")
    CALL_LETTER = "call_letter", _("employer's call letter")
    EMPLOYER_PROFILE = "employer_profile", _("profile of the employer")
    OWN_RISK = "own_risk", _("statement of own responsibility")
    LEAVE_LETTER = "leave_letter", _("leave letter")
    OPP_CERT = "opp_cert", _("proof of the orientation (OPP)")
    E_CARD = "e_card", _("migrant worker's card (E-KPMI)")
    PHOTO = "photo", _("photo")


class DueStep(models.TextChoices):
    """The step before which a paper must be there, in the order of the steps."""

    SUBMITTED = "submitted", _("you hand in your registration")
    VERIFIED = "verified", _("an officer ends the check")
    PLACEMENT_AGREED = "placement_agreed", _("the placement agreement is signed")
    MEDICAL = "medical", _("the medical exam")
    PASSPORT = "passport", _("you apply for the passport")
    VISA = "visa", _("the visa is applied for")
    OPP = "opp", _("the orientation (OPP)")
    E_CARD = "e_card", _("the card (E-KPMI) is issued")
    DEPARTED = "departed", _("you depart")


class Counted(models.TextChoices):
    """From when the months of a paper's validity run."""

    FROM_ISSUE = "from_issue", _("from the day it was issued")
    AFTER_DEPARTURE = "after_departure", _("beyond the day of departure")


class PaperNeed(models.TextChoices):
    REQUIRED = "required", _("needed")
    IF_ASKED = "if_asked", _("if the order asks")


class Instead(models.TextChoices):
    """What stands in the place of a proof's own paper under some schemes."""

    NO_PAPER = "no_paper", _("No such paper")
    OTHER_PAPER = "other_paper", _("Another paper")


class Milestone(models.TextChoices):
    """What a placement reaches, one after the other; which of them a scheme has is a rule (ProcedureRule.way).

    Codes stay for ever: published procedures and the cases that began with them name them.
    """

    APPLIED = "applied", _("Applied")
    SELECTED = "selected", _("Selected")
    PLACEMENT_AGREED = "placement_agreed", _("Placement agreement signed")
    FIT = "fit", _("Fit for the work")
    COMPETENT = "competent", _("Skill proved")
    PASSPORT_OK = "passport_ok", _("Passport in order")
    INSURED = "insured", _("Social security paid")
    VISA_OK = "visa_ok", _("Work visa granted")
    OPP_SCHEDULED = "opp_scheduled", _("Orientation has its day")
    OPP_DONE = "opp_done", _("Orientation attended")
    CONTRACTED = "contracted", _("Work contract signed")
    READY = "ready", _("Ready to depart")
    DEPARTED = "departed", _("Departed")
    AT_WORK = "at_work", _("At work")


class Actor(models.TextChoices):
    """Whose turn a step is; those without an account are recorded by an office on their behalf."""

    PERSON = "person", _("The worker")
    P3MI = "p3mi", _("Placement company")
    CLINIC = "clinic", _("Clinic")
    LSP = "lsp", _("Certifying body (LSP)")
    IMMIGRATION = "immigration", _("Immigration office")
    BPJS = "bpjs", _("BPJS Ketenagakerjaan")
    MISSION = "mission", _("Embassy or consulate")
    EMPLOYER = "employer", _("Employer")
    DISNAKER = "disnaker", _("Labour office (Disnaker)")
    BP3MI = "bp3mi", _("BP3MI")
    KP2MI = "kp2mi", _("Ministry (KP2MI)")


class StepGuard(models.TextChoices):
    """What a procedure may ask of a step beside its order and its papers."""

    AT_LABOUR_OFFICE = "at_labour_office", _("Held at the labour office or LTSA")
    LEGAL_BODY = "legal_body", _("The employer is a company or institution, no household")
    COST_TABLE = "cost_table", _("The cost table is attached, and the worker has a copy")
    WORK_VISA = "work_visa", _("The visa is for work, with the employer and the job of the order")
    AS_ORDERED = "as_ordered", _("Job, wage and hours are those of the order")
    COVER_AT_WORK = "cover_at_work", _("Social security for the time at work is paid")

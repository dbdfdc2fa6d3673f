from portal.accounts.models.claim_code import ClaimCode
from portal.accounts.models.consent import Channel, Consent, NoticeShown
from portal.accounts.models.invitation import Invitation
from portal.accounts.models.membership import Membership
from portal.accounts.models.membership_review import MembershipReview
from portal.accounts.models.one_time_code import OneTimeCode
from portal.accounts.models.open_session import OpenSession
from portal.accounts.models.policy_text import PolicyText
from portal.accounts.models.purpose import Purpose
from portal.accounts.models.user import PEOPLE_PER_NUMBER, User
from portal.accounts.models.work_claim import WorkClaim

__all__ = [
    "PEOPLE_PER_NUMBER",
    "Channel",
    "ClaimCode",
    "Consent",
    "Invitation",
    "Membership",
    "MembershipReview",
    "NoticeShown",
    "OneTimeCode",
    "OpenSession",
    "PolicyText",
    "Purpose",
    "User",
    "WorkClaim",
]

from outreach.models.change import EventChange, NotTheSame
from outreach.models.count import CountChange, CountLine, HeadCount
from outreach.models.event import Event, Series
from outreach.models.lines import Letter, Material, Speaker
from outreach.models.party import Party
from outreach.models.session import Session, Venue
from outreach.models.sign_up import SignUp
from outreach.models.step import EventStep, EventStepReason

__all__ = [
    "CountChange",
    "CountLine",
    "Event",
    "EventChange",
    "EventStep",
    "EventStepReason",
    "HeadCount",
    "Letter",
    "Material",
    "NotTheSame",
    "Party",
    "Series",
    "Session",
    "SignUp",
    "Speaker",
    "Venue",
]

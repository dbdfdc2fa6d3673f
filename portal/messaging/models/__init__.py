from portal.messaging.models.contact import Channel, Contact, DeadAddress, OptOut
from portal.messaging.models.dispatch import Dispatch
from portal.messaging.models.message import CALL, Attempt, Message, Outcome, State
from portal.messaging.models.receipt import EarlyReceipt

__all__ = [
    "CALL",
    "Attempt",
    "Channel",
    "Contact",
    "DeadAddress",
    "Dispatch",
    "EarlyReceipt",
    "Message",
    "OptOut",
    "Outcome",
    "State",
]

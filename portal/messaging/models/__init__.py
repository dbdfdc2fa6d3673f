from portal.messaging.models.contact import Channel, Contact, DeadAddress, OptOut
from portal.messaging.models.message import CALL, Attempt, Message, Outcome, State

__all__ = ["CALL", "Attempt", "Channel", "Contact", "DeadAddress", "Message", "OptOut", "Outcome", "State"]

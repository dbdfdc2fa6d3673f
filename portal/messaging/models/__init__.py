from portal.messaging.models.contact import Channel, Contact, DeadAddress, OptOut
from portal.messaging.models.message import Attempt, Message, Outcome, State

__all__ = ["Attempt", "Channel", "Contact", "DeadAddress", "Message", "OptOut", "Outcome", "State"]

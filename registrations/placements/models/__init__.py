from registrations.placements.models.freeze import Freeze
from registrations.placements.models.medical import MedicalResult
from registrations.placements.models.paper import CasePaper
from registrations.placements.models.placement import Placement
from registrations.placements.models.places import PlacesTaken
from registrations.placements.models.step import OnBehalf, PlacementStep, PlacementStepReason

__all__ = [
    "CasePaper",
    "Freeze",
    "MedicalResult",
    "OnBehalf",
    "Placement",
    "PlacementStep",
    "PlacementStepReason",
    "PlacesTaken",
]

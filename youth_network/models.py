"""The rooms' models, for Django."""

from youth_network.witnessing.models import WitnessResponse

__all__ = ["WitnessResponse"]

"""Opening the spaces of a network. Rooms above add what stands in a space by registering an opener."""

from collections.abc import Callable

from community.membership.models import Group, Network
from community.roles import SPACE_KIND_OF_GROUP, GroupKind, SpaceKind
from community.spaces.models import Space

#: Called with each new space, in its transaction: boards and chat rooms register here.
openers: list[Callable[[Space], object]] = []


def open_space(*, network: Network, group: Group | None = None) -> Space:
    """Open the group's space, or the network's youth forum when no group is named, with its board and chat room."""
    kind = SPACE_KIND_OF_GROUP[GroupKind(group.kind)] if group else SpaceKind.YOUTH_FORUM
    space, made = Space.objects.get_or_create(network=network, group=group, kind=kind)
    if made:
        for opener in openers:
            opener(space)
    return space

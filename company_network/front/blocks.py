"""What the home of companies shows: the one named point for the rooms of the company network.

    from company_network.front import blocks

    blocks.main_blocks.append(own_offers_block)      # in AppConfig.ready()

Each is asked for its block as those of the members' home are, on the homes of companies alone; None where it has
nothing for this person. They stand below the question and the new practice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from community.since_last.blocks import Block

main_blocks: list[Callable[[HttpRequest], Block | None]] = []
side_blocks: list[Callable[[HttpRequest], Block | None]] = []


@dataclass(frozen=True)
class Card:
    """How a topic is drawn whole: a template that reads `topic` and the `story` on it."""

    template: str
    #: Relations of the topic that the template reads.
    select_related: tuple[str, ...] = ()


#: By kind of topic; what has none is drawn with its story as it stands.
cards: dict[str, Card] = {}

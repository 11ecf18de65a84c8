"""Workplaces of the tests, and what they share. In Roskilde Mona speaks for Kanelkajen and Rashid for Skæve Eger; in
Horsens Line speaks for Bladlus."""

from dataclasses import dataclass
from uuid import uuid4

from community.roles import GroupKind
from company_network.companies.models import Company, Representative, Trade
from company_network.practices.operations import post_practice
from forums.boards.models import Board
from forums.tags.operations import keep_tags
from tests.personas import World

WORDS = {
    "situation": "Alle ville hjælpe, så alle gav besked.",
    "did": "Vi udpegede én makker.",
    "happened": "Der kom ro på.",
    "advice": "Vælg makker efter tålmodighed.",
}


@dataclass
class Workplaces:
    kanelkajen: Company
    skaeve_eger: Company
    bladlus: Company


def workplaces(world: World) -> Workplaces:
    """Those three; the same again where they are there already."""
    made = {}
    for name, person, network, trade in (
        ("Kanelkajen", "mona", world.roskilde, "Mad"),
        ("Skæve Eger", "rashid", world.roskilde, "Værksted"),
        ("Bladlus", "line", world.horsens, "Planter"),
    ):
        company, _new = Company.objects.get_or_create(
            network=network,
            name=name,
            defaults={"trade": Trade.objects.get_or_create(name=trade)[0], "made_by": world.people["ellen"]},
        )
        Representative.objects.get_or_create(company=company, membership=world.membership(person))
        made[person] = company
    return Workplaces(made["mona"], made["rashid"], made["line"])


def board_of(world: World, network: str = "roskilde", kind: GroupKind = GroupKind.COMPANY_NETWORK) -> Board:
    return Board.objects.get(space__group=world.group(getattr(world, network), kind))


def share(
    world: World, who: str = "mona", reach: str = "space", title: str = "Én makker", tags=(), board=None, **words
):
    """Practice that somebody shares on the companies' board of their network."""
    network = "horsens" if who in ("line", "bo") else "roskilde"
    return post_practice(
        actor=world.who(who),  # type: ignore[arg-type]
        board=board or board_of(world, network),
        title=title,
        words=words or WORDS,
        reach=reach,
        client_uuid=uuid4(),
        add_to=(lambda story: keep_tags(story.topic, tags)) if tags else None,
    )

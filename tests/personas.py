"""The people of the tests, with their relations written down.

Roskilde has two youth groups, Horsens one. `build_world()` founds both networks through the operations, as real life
does, and puts one canary text into every space, so that a leak shows by its words.

    freja, amina, jonas   youths of Torsdagsholdet in Roskilde
    sofie                 a youth of Mandagsholdet, another group of the same network
    yusuf                 a youth of Onsdagsholdet in Horsens, another network
    emil                  was a youth of Torsdagsholdet; his membership has ended
    mona, rashid          company representatives in Roskilde; line in Horsens
    signe, bo             consultants of Roskilde and of Horsens
    tine                  psychologist in Roskilde
    ellen                 programme staff
    karla                 editor of the public pages, in no network
    visitor               nobody: signed out
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from community.membership.models import Group, Membership, Network
from community.membership.operations import begin_membership, end_membership, found_network, make_group
from community.people.models import Person
from community.people.second_factor import proved_session
from community.roles import GroupKind, Role
from community.spaces.models import Space

#: Everybody the authorisation matrix asks about, in the order of its columns.
CAST = (
    "visitor",
    "freja",
    "amina",
    "sofie",
    "yusuf",
    "emil",
    "mona",
    "line",
    "signe",
    "bo",
    "tine",
    "ellen",
    "karla",
)


@dataclass(eq=False)
class World:
    people: dict[str, Person] = field(default_factory=dict)
    roskilde: Network = None  # type: ignore[assignment]
    horsens: Network = None  # type: ignore[assignment]
    torsdagsholdet: Group = None  # type: ignore[assignment]
    mandagsholdet: Group = None  # type: ignore[assignment]
    onsdagsholdet: Group = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Person:
        """`world.freja` is Freja, freshly read, so that nobody's cached memberships linger between steps."""
        if name.startswith("_") or name not in self.__dict__.get("people", {}):
            raise AttributeError(name)
        return Person.objects.get(pk=self.people[name].pk)

    def who(self, name: str) -> "Person | AnonymousUser":
        return AnonymousUser() if name == "visitor" else getattr(self, name)

    def group(self, network: Network, kind: GroupKind) -> Group:
        return network.groups.get(kind=kind)

    def space(self, group: Group) -> Space:
        return group.space

    def membership(self, name: str) -> Membership:
        return Membership.objects.get(person=self.people[name], ended_at=None)


def make_person(name: str, **fields: object) -> Person:
    return Person.objects.create_user(f"{name.lower()}@example.com", name.capitalize(), **fields)


def build_world() -> World:
    world = World()
    people = world.people

    def person(name: str) -> Person:
        people[name] = make_person(name)
        return people[name]

    ellen = person("ellen")
    begin_membership(actor=None, person=ellen, role=Role.PROGRAMME)
    for network_name, municipality, consultant in (("roskilde", "Roskilde", "signe"), ("horsens", "Horsens", "bo")):
        network = found_network(actor=ellen, name=f"NExTWORK {municipality}", municipality=municipality)
        setattr(world, network_name, network)
        team = world.group(network, GroupKind.TEAM)
        begin_membership(actor=ellen, person=person(consultant), role=Role.CONSULTANT, group=team)
    signe, bo = people["signe"], people["bo"]
    world.torsdagsholdet = make_group(actor=signe, network=world.roskilde, name="Torsdagsholdet")
    world.mandagsholdet = make_group(actor=signe, network=world.roskilde, name="Mandagsholdet")
    world.onsdagsholdet = make_group(actor=bo, network=world.horsens, name="Onsdagsholdet")
    begin_membership(
        actor=signe, person=person("tine"), role=Role.PSYCHOLOGIST, group=world.group(world.roskilde, GroupKind.TEAM)
    )
    for name, group in (
        ("freja", world.torsdagsholdet),
        ("amina", world.torsdagsholdet),
        ("jonas", world.torsdagsholdet),
        ("emil", world.torsdagsholdet),
        ("sofie", world.mandagsholdet),
        ("yusuf", world.onsdagsholdet),
    ):
        begin_membership(actor=signe, person=person(name), role=Role.YOUTH, group=group)
    for name, network in (("mona", world.roskilde), ("rashid", world.roskilde), ("line", world.horsens)):
        begin_membership(
            actor=signe,
            person=person(name),
            role=Role.COMPANY,
            group=world.group(network, GroupKind.COMPANY_NETWORK),
            title="daglig leder",
        )
    end_membership(actor=people["signe"], membership=Membership.objects.get(person=people["emil"]))
    person("karla")
    return world


def sign_in(client: Client, person: Person) -> Client:
    """Sign the person in with everything proved that their role asks for."""
    client.force_login(person)
    session = client.session
    session.update(proved_session(person))
    session.save()
    return client

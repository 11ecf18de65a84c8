"""Who takes part: one youth group with everybody in it, signed in.

`python -m tests.chaos.cast 12 40` prints it as JSON. It runs as a process of its own, on the database of the chaos and
not on that of the test run.
"""

import json
import sys
from dataclasses import asdict, dataclass

FORM_TOKEN = "csrftoken"


@dataclass(frozen=True)
class Member:
    id: int
    name: str
    cookies: dict[str, str]

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def token(self) -> str:
        return self.cookies[FORM_TOKEN]


@dataclass(frozen=True)
class Cast:
    room: int
    #: Something that is told on the group's board.
    topic: int
    #: Those who sit in the room, and those who only speak in the burst.
    members: list[Member]
    speakers: list[Member]

    @classmethod
    def read(cls, text: str) -> "Cast":
        said = json.loads(text)
        return cls(
            said["room"], said["topic"], *([Member(**one) for one in said[part]] for part in ("members", "speakers"))
        )


def gather(members: int, speakers: int) -> Cast:
    from django.conf import settings
    from django.test import Client

    from community.membership.operations import begin_membership, make_group
    from community.roles import Role
    from forums.topics.operations import post_topic
    from tests.personas import build_world, make_person, sign_in

    assert settings.CSRF_COOKIE_NAME == FORM_TOKEN
    world = build_world()
    group = make_group(actor=world.signe, network=world.roskilde, name="Stormholdet")

    def signed_in(name: str) -> Member:
        person = make_person(name)
        begin_membership(actor=world.signe, person=person, role=Role.YOUTH, group=group)
        client = sign_in(Client(SERVER_NAME="localhost"), person)
        assert client.get("/since-last/").status_code == 200
        return Member(person.pk, name, {cookie: morsel.value for cookie, morsel in client.cookies.items()})

    told = {"kind": "experience", "title": "En almindelig uge", "body": "Jeg lærte at bestille varer."}
    topic = post_topic(actor=world.signe, board=group.space.board, **told)
    return Cast(
        group.space.room.pk,
        topic.pk,
        [signed_in(f"medlem{number}") for number in range(members)],
        [signed_in(f"taler{number}") for number in range(speakers)],
    )


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(asdict(gather(*map(int, sys.argv[1:])))))

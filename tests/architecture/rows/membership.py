"""Networks, groups and invitations."""

from community.membership.invitations import invite
from community.roles import Role
from tests.architecture.rows.row import Row, at
from tests.architecture.rows.world import roskilde
from tests.personas import World


def _open_invitation(world: World) -> int:
    return invite(actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH)[0].pk


MEMBERSHIP = [
    Row("members", "GET", at("members", roskilde), allowed="signe"),
    Row(
        "make_group",
        "POST",
        at("make_group", roskilde),
        allowed="signe",
        status=302,
        data=lambda world: {"name": "Fredagsholdet"},
    ),
    Row("invite", "GET", at("invite", roskilde), allowed="signe ellen"),
    Row("invite", "POST", at("invite", roskilde), allowed="signe ellen"),
    Row("invite_to_programme", "GET", at("invite_to_programme"), allowed="ellen"),
    Row("invite_to_programme", "POST", at("invite_to_programme"), allowed="ellen"),
    Row("invitation_card", "POST", at("invitation_card"), about="unknown"),
    Row("revoke_invitation", "POST", at("revoke_invitation", _open_invitation), allowed="signe", status=302),
    Row(
        "move_youth",
        "POST",
        at("move_youth", lambda world: world.membership("jonas").pk),
        allowed="signe",
        status=302,
        data=lambda world: {"group": world.mandagsholdet.pk},
    ),
    Row("end_membership", "GET", at("end_membership", lambda world: world.membership("rashid").pk), allowed="signe"),
    Row(
        "end_membership",
        "POST",
        at("end_membership", lambda world: world.membership("rashid").pk),
        allowed="signe",
        status=302,
    ),
    Row("networks", "GET", at("networks"), allowed="ellen"),
    Row("networks", "POST", at("networks"), allowed="ellen"),
]

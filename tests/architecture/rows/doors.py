"""Signing in, and what is one's own."""

from community.membership.invitations import invite
from community.roles import Role
from tests.architecture.rows.row import EVERYBODY, MEMBERS, Row, at
from tests.architecture.rows.world import unknown
from tests.personas import World


def _letter(world: World) -> str:
    """A fresh invitation into Torsdagsholdet."""
    return invite(actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH)[1]


def _nobody(world: World) -> int:
    return 0


#: Pages for those who are outside: who is in is sent on.
DOORS = [
    Row("account_login", "GET", at("account_login"), allowed="visitor", otherwise=302),
    Row(
        "account_login",
        "POST",
        at("account_login"),
        allowed=EVERYBODY,
        status=302,
        data=lambda world: {"email": "nobody@example.com"},
    ),
    Row("account_request_login_code", "GET", at("account_request_login_code"), allowed=EVERYBODY, status=302),
    Row("account_confirm_login_code", "GET", at("account_confirm_login_code"), allowed=EVERYBODY, status=302),
    Row("account_confirm_login_code", "POST", at("account_confirm_login_code"), allowed=EVERYBODY, status=302),
    Row("mfa_login_webauthn", "GET", at("mfa_login_webauthn"), allowed=EVERYBODY, status=302),
    Row("mfa_login_webauthn", "POST", at("mfa_login_webauthn"), allowed=EVERYBODY, status=302),
    Row("mfa_authenticate", "GET", at("mfa_authenticate"), allowed=EVERYBODY, status=302),
    Row("mfa_authenticate", "POST", at("mfa_authenticate"), allowed=EVERYBODY, status=302),
    Row("account_logout", "GET", at("account_logout"), allowed=MEMBERS, visitor=302),
    Row("account_logout", "POST", at("account_logout"), allowed=EVERYBODY, status=302),
    Row("account_inactive", "GET", at("account_inactive"), allowed=EVERYBODY),
    Row("admin_sign_in", "GET", at("admin_sign_in"), allowed=EVERYBODY, status=302),
    Row("admin_sign_out", "POST", at("admin_sign_out"), allowed=EVERYBODY, status=302),
    Row("wagtailcore_login", "GET", at("wagtailcore_login"), allowed=EVERYBODY, status=302),
    Row("account_reauthenticate", "GET", at("account_reauthenticate"), allowed=MEMBERS),
    Row("account_reauthenticate", "POST", at("account_reauthenticate"), allowed=MEMBERS),
    # Without a passkey or app there is nothing to prove with: a mailed code does.
    Row("mfa_reauthenticate", "GET", at("mfa_reauthenticate"), allowed=MEMBERS, status=302),
    Row("mfa_reauthenticate", "POST", at("mfa_reauthenticate"), allowed=MEMBERS, status=302),
    Row("mfa_reauthenticate_webauthn", "GET", at("mfa_reauthenticate_webauthn"), allowed=MEMBERS, status=302),
    Row("mfa_reauthenticate_webauthn", "POST", at("mfa_reauthenticate_webauthn"), allowed=MEMBERS, status=302),
    Row("invitation", "GET", at("invitation", _letter), allowed=EVERYBODY),
    Row("invitation", "GET", at("invitation", unknown), visitor=404, about="unknown"),
    Row("invitation", "POST", at("invitation", unknown), visitor=404, about="unknown"),
    Row("invitation_code", "GET", at("invitation_code", _letter), allowed=EVERYBODY, status=302),
    Row("invitation_code", "POST", at("invitation_code", unknown), visitor=404),
]


#: What is one's own; what belongs to somebody else does not exist.
OWN = [
    Row("me", "GET", at("me"), allowed=MEMBERS),
    Row("edit_profile", "GET", at("edit_profile"), allowed=MEMBERS),
    Row(
        "edit_profile",
        "POST",
        at("edit_profile"),
        allowed=MEMBERS,
        status=302,
        data=lambda world: {"display_name": "Nogen", "language": "da"},
    ),
    Row("remove_portrait", "POST", at("remove_portrait"), allowed=MEMBERS, status=302),
    Row("portrait", "GET", at("portrait", lambda world: world.people["freja"].pk), about="of somebody without one"),
    Row("usersessions_list", "GET", at("usersessions_list"), allowed=MEMBERS),
    Row("usersessions_list", "POST", at("usersessions_list"), allowed=MEMBERS, status=302),
    Row("sign_out_device", "POST", at("sign_out_device", _nobody)),
    Row("second_factor", "GET", at("second_factor"), allowed=MEMBERS),
    Row("mfa_index", "GET", at("mfa_index"), allowed=EVERYBODY, status=302),
    Row("mfa_list_webauthn", "GET", at("mfa_list_webauthn"), allowed=EVERYBODY, status=302),
    Row("mfa_add_webauthn", "GET", at("mfa_add_webauthn"), allowed=MEMBERS),
    Row("mfa_add_webauthn", "POST", at("mfa_add_webauthn"), allowed=MEMBERS),
    Row("mfa_edit_webauthn", "GET", at("mfa_edit_webauthn", _nobody)),
    Row("mfa_edit_webauthn", "POST", at("mfa_edit_webauthn", _nobody)),
    Row("mfa_remove_webauthn", "GET", at("mfa_remove_webauthn", _nobody)),
    Row("mfa_remove_webauthn", "POST", at("mfa_remove_webauthn", _nobody)),
    Row("mfa_activate_totp", "GET", at("mfa_activate_totp"), allowed=MEMBERS),
    Row("mfa_activate_totp", "POST", at("mfa_activate_totp"), allowed=MEMBERS),
    Row("mfa_deactivate_totp", "GET", at("mfa_deactivate_totp"), about="without an app"),
    Row("mfa_deactivate_totp", "POST", at("mfa_deactivate_totp"), about="without an app"),
    Row("mfa_view_recovery_codes", "GET", at("mfa_view_recovery_codes"), about="without any"),
    Row("mfa_generate_recovery_codes", "GET", at("mfa_generate_recovery_codes"), allowed=MEMBERS),
    Row("mfa_generate_recovery_codes", "POST", at("mfa_generate_recovery_codes"), allowed=MEMBERS),
]

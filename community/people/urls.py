"""The doors, and what is one's own. Written out, so that every route is known; no password has a page."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import RedirectView

from community.people import views
from community.permissions import member_page

_READ = ["get", "head", "options"]
_as_a_form = require_http_methods(["GET", "HEAD", "POST"])
_to_the_door = RedirectView.as_view(pattern_name="account_login", query_string=True, http_method_names=_READ)

urlpatterns = [
    path("accounts/login/", _as_a_form(views.sign_in), name="account_login"),
    # The library's own name for the same door.
    path("accounts/login/code/", _to_the_door, name="account_request_login_code"),
    path("accounts/login/code/confirm/", _as_a_form(account.confirm_login_code), name="account_confirm_login_code"),
    path("accounts/login/passkey/", _as_a_form(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("accounts/login/second-factor/", _as_a_form(factors.authenticate), name="mfa_authenticate"),
    path("accounts/logout/", views.sign_out, name="account_logout"),
    path("accounts/inactive/", _as_a_form(account.account_inactive), name="account_inactive"),
    path("accounts/again/", views.prove_again, name="account_reauthenticate"),
    path("accounts/again/code/", _as_a_form(factors.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/again/passkey/", _as_a_form(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    # The site has one door: the admin's own and the page gate's lead to it, and its way out is ours.
    path("admin/login/", _to_the_door, name="admin_sign_in"),
    path("admin/logout/", require_POST(views.sign_out), name="admin_sign_out"),
    # By the name that Wagtail asks for whenever a page is closed.
    path("_util/login/", _to_the_door, name="wagtailcore_login"),
    path("me/", views.me, name="me"),
    path("me/edit/", views.edit_profile, name="edit_profile"),
    path("me/portrait/remove/", views.remove_portrait, name="remove_portrait"),
    path("me/devices/", _as_a_form(member_page(sessions.list_usersessions)), name="usersessions_list"),
    path("me/devices/<int:pk>/sign-out/", views.sign_out_device, name="sign_out_device"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("me/app/", _as_a_form(views.activate_app), name="mfa_activate_totp"),
    path("me/app/remove/", _as_a_form(member_page(app.deactivate_totp)), name="mfa_deactivate_totp"),
    path(
        "me/recovery-codes/",
        _as_a_form(member_page(recovery_codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "me/recovery-codes/new/",
        _as_a_form(member_page(recovery_codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path("me/passkeys/add/", _as_a_form(views.add_passkey), name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/rename/", _as_a_form(member_page(passkeys.edit_webauthn)), name="mfa_edit_webauthn"),
    path("me/passkeys/<int:pk>/remove/", _as_a_form(member_page(passkeys.remove_webauthn)), name="mfa_remove_webauthn"),
    # Where the library returns to after changes.
    path("me/ways-in/", RedirectView.as_view(pattern_name="me", http_method_names=_READ), name="mfa_index"),
    path("me/passkeys/", RedirectView.as_view(pattern_name="me", http_method_names=_READ), name="mfa_list_webauthn"),
    path("people/<int:pk>/portrait/", views.portrait, name="portrait"),
]

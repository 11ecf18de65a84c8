"""What a pause leaves open. Somebody who is paused reads on and writes nothing that others read, until a moment.

The gate (community/people/gate.py) lets no form of theirs through but those named here: what is new is closed until
its room opens it. Where a form is open, its policy may still say no: in the chat, only talks with the staff go on.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

#: Names of routes. Rooms above add theirs in AppConfig.ready(): taking back what is one's own, and what is for oneself.
open_to_paused: set[str] = {
    # Signing in and out, language, and the ways in.
    "account_logout",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "second_factor",
    "set_language",
    "sign_out_device",
    "usersessions_list",
    # Leaving.
    "end_membership",
    "leave",
    # A copy of what is held of oneself.
    "data_copy",
    # Reading, and what one wants to hear of.
    "come_in",
    "mark_home_seen",
    "mark_notifications_read",
    "notification_settings",
    "notifications_mark",
    "open_notification",
    "search",
    "unsubscribe",
    # One's own calendar, and whether one comes.
    "answer_meeting",
    "make_calendar_feed",
    "revoke_calendar_feed",
    "withdraw_answer",
    # In the chat: its policy decides.
    "begin_talk",
    "choose_tells",
    "mute",
    "read_room",
    "send_message",
    "unmute",
    # Taking back what is one's own.
    "delete_message",
    "remove_attachment",
    "remove_portrait",
    "take_back_ask",
    "take_back_house_rules",
    "take_back_reaction",
    # Having peace from somebody, answering a note about oneself, a break: a pause takes no protection from anybody.
    "answer_concern",
    "close_talks",
    "come_back",
    "keep_away",
    "let_back",
    "open_talks",
    "take_break",
    # Saying that something is wrong, and asking for another look, is never taken from anybody.
    "appeal",
    "report",
    "say_something",
}


def moment_in_words(at: datetime) -> str:
    """A day and an hour, as one says them: "fredag 13. marts kl. 14.00"."""
    local = timezone.localtime(at)
    return gettext("%(day)s at %(hour)s") % {
        "day": date_format(local, pgettext("weekday, day and month, Django date format", "l j F")),
        "hour": date_format(local, pgettext("time of day, Django date format", "H:i")),
    }


def paused_sentence(until: datetime) -> str:
    """What somebody who is paused is told, wherever they would write."""
    return gettext("You have a pause until %(moment)s. Until then you can read, but not write.") % {
        "moment": moment_in_words(until)
    }

"""Notifications and mail."""

from community.notifications import kinds
from community.notifications.mails import unsubscribe_token
from community.notifications.models import Notification
from tests.architecture.rows.row import EVERYBODY, MEMBERS, Row, at
from tests.personas import World

#: What the settings page sends: every kind as it is, no quiet hours.
MAIL_CHOICE = {"digest_hour": 16, "digest_weekday": 0} | {f"rhythm_{kind.name}": "daily" for kind in kinds.mailed()}


def _own_notification(world: World) -> int:
    """Freja is told that Amina answered her."""
    return Notification.objects.filter(recipient=world.people["freja"]).earliest("pk").pk


def _stop(world: World) -> str:
    return unsubscribe_token(world.people["freja"].pk, "reply_posted")


#: The signed address of a mail speaks for itself, whoever holds it; the button of the page carries a form token.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


NOTIFICATIONS = [
    Row("notifications", "GET", at("notifications"), allowed=MEMBERS),
    Row("notifications_mark", "GET", at("notifications_mark"), allowed=MEMBERS),
    Row("mark_notifications_read", "POST", at("mark_notifications_read"), allowed=MEMBERS, status=302),
    Row("open_notification", "POST", at("open_notification", _own_notification), allowed="freja", status=302),
    Row("notification_settings", "GET", at("notification_settings"), allowed=MEMBERS),
    Row(
        "notification_settings",
        "POST",
        at("notification_settings"),
        allowed=MEMBERS,
        status=302,
        data=lambda world: MAIL_CHOICE,
    ),
    Row("unsubscribe", "GET", at("unsubscribe", _stop), allowed=EVERYBODY),
    Row("unsubscribe", "POST", at("unsubscribe", _stop), allowed=EVERYBODY, about="by the button"),
    Row(
        "unsubscribe",
        "POST",
        at("unsubscribe", _stop),
        allowed=EVERYBODY,
        status=204,
        data=lambda world: ONE_CLICK,
        about="by one click",
    ),
]

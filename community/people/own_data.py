"""What is held of the account itself, and the last step of leaving: a person becomes a number."""

from collections.abc import Iterable
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community import clock
from community.holders import BOTH, Entry, Fate, Holder, OwnFile, Way
from community.people.models import Person
from community.people.operations import forget_ways_in

#: Addresses of those who left end like this: a name that the internet promises to give nobody.
GONE = "left.invalid"


def former_member() -> str:
    """What stands for the name of somebody who left. Stored and read by all, so it is in the house's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Former member")


def _portrait(person: Person) -> tuple[OwnFile, ...]:
    if not person.portrait:
        return ()
    storage, name = person.portrait.storage, str(person.portrait.name)
    shown = OwnFile(name="portrait.webp", open=lambda: File(storage.open(name, "rb")), kind="picture")
    return (shown,)


def _entries(person: Person) -> Iterable[Entry]:
    language = person.get_language_display()
    yield Entry(
        title=person.display_name,
        at=person.joined_at,
        words=person.about,
        facts=(
            (_("E-mail address"), person.email),
            (_("Telephone"), person.phone or "–"),
            (_("Language"), language),
        ),
        files=_portrait(person),
        data={
            "number": person.pk,
            "email": person.email,
            "telephone": person.phone,
            "language": person.language,
            "last_signed_in": person.last_login,
            "home_seen_at": person.seen_at,
            "news_since": person.news_since,
            "on_a_break_since": person.paused_at,
        },
    )
    for address in EmailAddress.objects.filter(user_id=person.pk).exclude(email__iexact=person.email):
        yield Entry(title=_("E-mail address"), words=address.email, data={"verified": address.verified})
    kinds = dict(Authenticator.Type.choices)
    for way in Authenticator.objects.filter(user_id=person.pk).order_by("created_at"):
        name = way.wrap().name if way.type == Authenticator.Type.WEBAUTHN else ""
        # The secrets themselves are keys and no data about anybody.
        yield Entry(title=str(kinds[way.type]), at=way.created_at, words=name, data={"last_used_at": way.last_used_at})
    for session in UserSession.objects.filter(user_id=person.pk).order_by("created_at"):
        yield Entry(
            title=_("A device you are signed in on"),
            at=session.created_at,
            facts=((_("Browser"), session.user_agent), (_("Place on the net"), session.ip)),
            data={"last_seen_at": session.last_seen_at},
        )


def _fates(person: Person) -> Iterable[Fate]:
    yield Fate(count=1, words=_("Your name, your e-mail address, your telephone and the line about you"), goes=BOTH)
    if person.portrait:
        yield Fate(count=1, words=_("Your picture"), goes=BOTH)
    if count := Authenticator.objects.filter(user_id=person.pk).count():
        yield Fate(
            count=count,
            words=ngettext("%(count)s way of signing in", "%(count)s ways of signing in", count) % {"count": count},
            goes=BOTH,
        )
    if count := UserSession.objects.filter(user_id=person.pk).count():
        yield Fate(
            count=count,
            words=ngettext("%(count)s signed-in device", "%(count)s signed-in devices", count) % {"count": count},
            goes=BOTH,
        )


def _end_sessions(person: Person) -> None:
    """Also those that the list of devices does not know: their keys say whose they are."""
    UserSession.objects.filter(user_id=person.pk).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    forget_ways_in(person)
    _end_sessions(person)
    EmailAddress.objects.filter(user_id=person.pk).delete()
    person.groups.clear()
    person.user_permissions.clear()


@transaction.atomic
def become_a_number(person: Person) -> None:
    """Empty the account: what others answered to is signed "former member" from now on. The last step of leaving."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.portrait:
        storage, name = person.portrait.storage, str(person.portrait.name)
        transaction.on_commit(partial(storage.delete, name))
    person.display_name, person.email = former_member(), f"{person.pk}@{GONE}"
    person.about = person.phone = person.portrait = ""
    person.language, person.last_login, person.seen_at, person.news_since = Person.Language.DANISH, None, None, None
    person.paused_at = person.portrait_hidden_at = None
    person.is_active = person.is_superuser = False
    person.left_at = person.left_at or clock.now()
    person.set_unusable_password()
    person.save()


ACCOUNT = Holder(
    name="account",
    title=gettext_lazy("Your account"),
    place=0,
    models=(
        "community.Person",
        "community.Person_groups",
        "community.Person_user_permissions",
        # Numbers and times, for a day: by them open pages close.
        "community.AccessEnding",
        "account.EmailAddress",
        "mfa.Authenticator",
        "usersessions.UserSession",
        "sessions.Session",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)

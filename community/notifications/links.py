"""The one link of a mail about the company space: to the thing's own sign-in page, for fourteen days.

The link says in the clear where it leads, and a signature vouches for whose mail it stood in, of what kind and when.
It signs nobody in. Whoever holds it can have a code sent to the address of the account, as anybody can who knows that
address, and nothing else; so nothing needs to be revoked and no row is kept (docs/decisions/0013).
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from community import clock
from community.notifications import kinds
from community.people.models import Person

#: How long a link offers to send the code; later it leads to the ordinary door.
LASTS = timedelta(days=14)

_SIGNER = "community.notifications.links"


@dataclass(frozen=True)
class Link:
    #: A page of ours; the home where the link was no link.
    onward: str
    #: To whom the mail went; None where the link is too old, is not ours, or its person has left.
    person: Person | None = None
    kind: kinds.Kind | None = None


def link_to(person: Person, kind: kinds.Kind, onward: str) -> str:
    """The address in the mail."""
    value = f"{person.pk}:{kind.name}:{int(clock.now().timestamp())}:{onward}"
    signed = Signer(salt=_SIGNER).sign(value)
    return f"{settings.BASE_URL}{reverse('come_in')}?{urlencode({'link': signed})}"


def read_link(text: str) -> Link:
    """What a link says, for as much as it can be believed. Where it leads needs no belief: it is a page of this site,
    which asks for itself who may see it."""
    value, _colon, _signature = text.rpartition(":")
    onward = _local((value.split(":", 3) + [""] * 4)[3])
    try:
        number, name, made, _onward = Signer(salt=_SIGNER).unsign(text).split(":", 3)
        age = clock.now().timestamp() - int(made)
    except (BadSignature, ValueError):
        return Link(onward)
    if age > LASTS.total_seconds():
        return Link(onward)
    return Link(onward, Person.objects.filter(pk=int(number), is_active=True).first(), kinds.named(name))


def _local(address: str) -> str:
    """The address, where it is a page of this site."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return reverse("since_last")

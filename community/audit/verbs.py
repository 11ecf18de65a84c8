"""What of the staff's reading is entered: the one named point where rooms say which of their doors it is.

    from community.audit import verbs

    verbs.register(
        verbs.Verb(
            name="post_history_read",
            sentence=_("%(name)s read what had stood in a post of yours before you changed it."),
            told=_("read what had stood in a post before"),
            reasons=(Reason.REPORT, Reason.ASKED, Reason.SAFETY, Reason.DISPUTE),
        )
    )

Rooms call it in AppConfig.ready(). The door itself calls `operations.enter` in the transaction that answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from community.audit.models import Reason


@dataclass(frozen=True, kw_only=True)
class Verb:
    name: str
    #: What was done, for whom it is about, with %(name)s for who did it; lazily translated.
    sentence: Any
    #: The same for a second pair of eyes, after a name: "read what had stood in a post before".
    told: Any
    #: What can be given as a reason. Where it is one, the door gives it and asks nobody.
    reasons: tuple[Reason, ...]
    #: Entries that whom they are about is not to see yet, since they would say what is held back from them.
    veiled: Callable[[], Q] | None = None
    #: Whether a second pair of eyes looks at some of them every month (community/second_look).
    looked_at: bool = True


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> None:
    """Let this be entered. A name registers once."""
    if verb.name in _verbs:
        raise ValueError(f"The verb {verb.name} is registered already.")
    _verbs[verb.name] = verb


def named(name: str) -> Verb | None:
    return _verbs.get(name)


def registered() -> list[Verb]:
    """In the order rooms registered them."""
    return list(_verbs.values())


def looked_at() -> list[str]:
    """The names of what a second pair of eyes looks at."""
    return [verb.name for verb in _verbs.values() if verb.looked_at]


def veiled() -> Q:
    """Entries that nobody they are about is to see yet."""
    hidden = Q(pk__in=[])
    for verb in _verbs.values():
        if verb.veiled:
            hidden |= Q(verb=verb.name) & verb.veiled()
    return hidden

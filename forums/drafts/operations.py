"""Keeping what somebody began to write, putting it away, and getting it back after posting too early."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.attachments.operations import let_go_of_attachments
from community.people.models import Person
from community.permissions import require
from forums.drafts.kinds import Values, kinds, parse, place_of, says_something
from forums.drafts.models import Draft
from forums.drafts.policy import DISCARDED_KEPT_FOR, can_discard_draft, can_save_draft, can_undo_post
from forums.topics.models import Post, Topic, url_of
from forums.writing.operations import remove_post

#: What nobody went on with for this long is erased.
KEPT_FOR = timedelta(days=90)
#: Drafts that one run of the job erases.
ERASED_A_RUN = 500


class Conflict(Exception):
    """Another device saved since: neither text is lost, and the person chooses."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class AlreadyPosted(Exception):
    """What is to be kept has been sent: the answer to the sending was lost on its way."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


def _draft_of(actor: Person, key: str) -> Draft | None:
    """The row as it stands. The person's row is the queue: two devices that save at once meet here."""
    Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    return Draft.objects.filter(person=actor, key=key).first()


def _posted_as(actor: Person, values: Values) -> str | None:
    """Where the post stands that was made with this form; None where none was."""
    try:
        uuid = UUID(next(iter(values.get("client_uuid", ())), ""))
    except ValueError:
        return None
    if post := Post.objects.visible_to(actor).filter(author=actor, client_uuid=uuid).first():
        return url_of(post)
    topic = Topic.objects.visible_to(actor).filter(author=actor, client_uuid=uuid).first()
    return url_of(topic.posts.get(position=0)) if topic else None


def _next_version(draft: Draft | None) -> int:
    return max(int(clock.now().timestamp() * 1000), draft.version + 1 if draft else 0)


@transaction.atomic
def save_draft(*, actor: Person, key: str, values: Values, base_version: int = 0, device: str = "") -> int:
    """Keep the fields of a form as they stand; nobody else learns of it. Gives the version they are known by, 0 where
    nothing is said: an empty form is no draft.

    Raises Conflict where another device saved since `base_version`, AlreadyPosted where this very form was sent, and
    Refused where the actor may not write there.
    """
    place, parsed = place_of(actor, key), parse(key)
    require(can_save_draft(actor, key), _("You cannot write here."))
    assert place is not None
    assert parsed is not None
    draft = _draft_of(actor, key)
    if url := _posted_as(actor, values):
        raise AlreadyPosted(url)
    standing = draft if draft and draft.discarded_at is None else None
    if standing and standing.version != base_version and standing.device != device:
        if standing.values == values:
            return standing.version
        raise Conflict(standing)
    if not says_something(parsed[0], values):
        if standing:
            standing.delete()
        return 0
    if standing and standing.values == values and standing.device == device:
        return standing.version
    version = _next_version(draft)
    Draft.objects.update_or_create(
        person=actor,
        key=key,
        defaults={
            "board": place.board,
            "topic": place.topic,
            "post": place.post,
            "values": values,
            "version": version,
            "device": device,
            "saved_at": clock.now(),
            "discarded_at": None,
        },
    )
    return version


@transaction.atomic
def discard_draft(*, actor: Person, draft: Draft) -> Draft:
    """Put one's draft away; a job erases it after a day. Raises Refused where it is not the actor's; twice is once."""
    require(can_discard_draft(actor, draft), _("Only your own words are yours to take back."))
    if draft.discarded_at is None:
        draft.discarded_at = clock.now()
        draft.save(update_fields=["discarded_at"])
    return draft


@transaction.atomic
def restore_draft(*, actor: Person, draft: Draft) -> Draft:
    """Take back that a draft was put away. Raises Refused where it is not the actor's."""
    require(can_discard_draft(actor, draft), _("Only your own words are yours to take back."))
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    return draft


@transaction.atomic
def undo_post(*, actor: Person, post: Post) -> Draft | None:
    """Take a post back that was just sent: it vanishes as `remove_post` says, and its words, files and tags stand in
    its composer again as a draft. What was begun there since stays below them. Gives the draft; twice is once.

    Raises Refused where the post is not the actor's, and when it is too late.
    """
    key = key_of(post)
    if post.removed_at is not None and post.author_id == actor.pk:
        return Draft.objects.filter(person=actor, key=key, discarded_at=None).first() if key else None
    require(
        can_undo_post(actor, post), _("It is too late to undo this. You can take your words back where they stand.")
    )
    parsed, place = (parse(key), place_of(actor, key)) if key else (None, None)
    values = parsed[0].values_of(post) if parsed else {}
    remove_post(actor=actor, post=post)
    if not (key and parsed and place):
        return None
    if files := let_go_of_attachments(actor=actor, thing=post):
        values["files"] = [str(file.uuid) for file in files]
        values |= {f"description-{file.uuid}": [file.description] for file in files}
    draft = _draft_of(actor, key)
    if draft and draft.discarded_at is None:
        values = _both(values, draft.values, parsed[0].words)
    draft, _new = Draft.objects.update_or_create(
        person=actor,
        key=key,
        defaults={
            "board": place.board,
            "topic": place.topic,
            "post": place.post,
            "values": values,
            "version": _next_version(draft),
            "device": "",
            "saved_at": clock.now(),
            "discarded_at": None,
        },
    )
    return draft


def _both(first: Values, second: Values, words: tuple[str, ...]) -> Values:
    """One text after the other, field by field."""
    joined = {}
    for name in words:
        texts = [text for values in (first, second) for text in values.get(name, ()) if text.strip()]
        # A title is one line.
        joined[name] = texts[:1] if name == "title" else ["\n\n".join(texts)]
    return first | joined


def key_of(post: Post) -> str | None:
    """The key of the composer that a post came from."""
    numbers = ((kind.name, kind.posted(post)) for kind in kinds.values())
    return next((f"{name}:{number}" for name, number in numbers if number), None)


def discard_posted(post: Post) -> None:
    """What was sent is no draft any more; in the transaction of the posting."""
    if key := key_of(post):
        Draft.objects.filter(person_id=post.author_id, key=key).delete()


def discard_edited(post: Post, actor: Person) -> None:
    """A change that was made is no draft any more; in the transaction of the change."""
    Draft.objects.filter(person=actor, key=f"edit:{post.pk}").delete()


def old_drafts() -> QuerySet[Draft]:
    """What was put away a day ago, and what nobody went on with for a long time."""
    now = clock.now()
    return Draft.objects.filter(saved_at__lt=now - KEPT_FOR) | Draft.objects.filter(
        discarded_at__lt=now - DISCARDED_KEPT_FOR
    )


def erase_old_drafts(*, limit: int = ERASED_A_RUN) -> int:
    """Erase for good what was put away a day ago and what nobody went on with for a long time. Gives how many."""
    ids = list(old_drafts().order_by("pk").values_list("pk", flat=True)[:limit])
    return Draft.objects.filter(pk__in=ids).delete()[0]


def discard_sent(actor: Person, key: str) -> None:
    """What was sent from this composer is no draft any more; in the transaction or the request that took it."""
    Draft.objects.filter(person=actor, key=key).delete()

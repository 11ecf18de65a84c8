"""What editors leave in the admin: pages they keep, their comments, their choices there."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    profile = UserProfile.objects.filter(user=person).first()
    if profile is not None:
        yield Entry(
            title=_("Your choices in the admin"),
            words=profile.preferred_language,
            data={"time_zone": profile.current_time_zone, "theme": profile.theme},
        )
    for page in Page.objects.filter(owner=person).order_by("pk"):
        yield Entry(title=page.title, at=page.first_published_at, words=_("A page you made"), data={"page": page.pk})
    for comment in Comment.objects.filter(user=person).order_by("created_at"):
        yield Entry(title=_("A comment of yours"), at=comment.created_at, words=comment.text)
    for reply in CommentReply.objects.filter(user=person).order_by("created_at"):
        yield Entry(title=_("An answer to a comment"), at=reply.created_at, words=reply.text)
    written = PageLogEntry.objects.filter(user_id=person.pk).count()
    written += ModelLogEntry.objects.filter(user_id=person.pk).count()
    if written:
        yield Entry(title=_("Lines in the history of pages"), words=str(written))


def _fates(person: Person) -> Iterable[Fate]:
    said = Comment.objects.filter(user=person).count() + CommentReply.objects.filter(user=person).count()
    if said:
        words = ngettext("%(count)s comment in the admin", "%(count)s comments in the admin", said) % {"count": said}
        yield Fate(count=said, words=words, goes=BOTH)
    if UserProfile.objects.filter(user=person).exists():
        yield Fate(count=1, words=_("Your choices in the admin"), goes=BOTH)
    kept = Page.objects.filter(owner=person).count() + Revision.objects.filter(user=person).count()
    kept += PageLogEntry.objects.filter(user_id=person.pk).count()
    if kept:
        yield Fate(count=kept, words=_("Public pages and their history: they are the programme's"), goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    for profile in UserProfile.objects.filter(user=person):
        if profile.avatar:
            name, storage = profile.avatar.name, profile.avatar.storage
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]
        profile.delete()
    for draft in UploadedFile.objects.filter(uploaded_by_user=person):
        name, storage = draft.file.name, draft.file.storage
        transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))  # type: ignore[misc]
        draft.delete()
    for model in (EditingSession, FormState, APIToken, CommentReply, Comment, PageSubscription):
        model._default_manager.filter(user=person).delete()
    # The admin's list of what happened to accounts calls them by their name.
    accounts = ContentType.objects.get_for_model(Person)
    ModelLogEntry.objects.filter(content_type=accounts, object_id=str(person.pk)).update(label="", data={})


EDITING = Holder(
    name="editing",
    title=gettext_lazy("Editing the public pages"),
    place=90,
    models=(
        "wagtailcore.Page",
        "wagtailcore.Revision",
        "wagtailcore.PageLogEntry",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.PageSubscription",
        "wagtailcore.APIToken",
        "wagtailcore.UploadedFile",
        "wagtailcore.WorkflowState",
        "wagtailcore.TaskState",
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailusers.UserProfile",
        "wagtaildocs.Document",
        "wagtailimages.Image",
        "home.PublicImage",
        "home.Edition",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)

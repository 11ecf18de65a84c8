"""Changing one's words and taking them back."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.attachments.choosing import chosen_files
from community.attachments.models import AttachmentKind
from community.audit.forms import ReasonForm
from community.audit.operations import enter
from community.permissions import MemberRequest, member_page, require
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from forums.topics.composers import begun_in, initial_of
from forums.topics.forms import add_faults
from forums.topics.homes import homes
from forums.topics.models import Post, url_of
from forums.writing.entered import POST_HISTORY_READ
from forums.writing.operations import edit_post, remove_post, restore_post
from forums.writing.policy import can_edit_post, can_restore_post, can_see_history, keeps
from forums.writing.wording import wordings


def _post(request: MemberRequest, post_id: int) -> Post:
    return get_object_or_404(
        Post.objects.visible_to(request.user).select_related("author", "topic__board__space__group"), pk=post_id
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def edit_post_view(request: MemberRequest, post_id: int) -> HttpResponse:
    """The form for changing one's own words. What was typed is still there after any error."""
    post = _post(request, post_id)
    require(can_edit_post(request.user, post), _("Only your own words are yours to change."))
    wording = wordings[post.kind]
    files = chosen_files(request, post) if wording.carries_files else None
    begun = begun_in(request.user, f"edit:{post.pk}")
    initial = wording.read(post) | initial_of(begun)
    form = wording.form(request.POST if request.method == "POST" else None, initial=initial)
    form.carried = files  # type: ignore[attr-defined]
    if files and "body" in form.fields:
        form.fields["body"].required = False
    if request.method == "POST" and form.is_valid() and not (files is not None and files.faults):
        words = form.cleaned_data
        meant = words.pop("meant", None)
        return redirect(url_of(edit_post(actor=request.user, post=post, words=words, meant=meant, files=files)))
    if request.method == "POST" and files is not None:
        add_faults(form, files)
    context = {"form": form, "post": post, "topic": post.topic, "space": post.topic.board.space, "begun": begun}
    if files is not None:
        context |= {"part_composer": ["community/attachments/_composer.html"], "files_after": wording.files_after}
    return render(request, "forums/writing/edit_post.html", context, status=422 if form.errors else 200)


@member_page
@require_POST
def remove_post_view(request: MemberRequest, post_id: int) -> HttpResponse:
    """Take one's own words back at once; a line with "undo" stands on the page that follows."""
    post = _post(request, post_id)
    remove_post(actor=request.user, post=post)
    say_with_undo(request, _("Your words are taken back."), reverse("restore_post", args=[post.pk]))
    post.topic.refresh_from_db()
    if post.topic.removed_at:
        home = homes.get(post.topic.kind)
        return redirect(home.url()) if home else redirect("board", post.topic.board_id)
    return redirect(url_of(post))


@member_page
@require_POST
def restore_post_view(request: MemberRequest, post_id: int) -> HttpResponse:
    """Undo a deletion. Somebody else's is not found, as if it had never been."""
    post = get_object_or_404(Post.objects.select_related("topic__board__space__group"), pk=post_id)
    if not keeps(request.user, post) or (post.removed_at is not None and not can_restore_post(request.user, post)):
        raise Http404
    return redirect(url_of(restore_post(actor=request.user, post=post)))


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def post_history(request: MemberRequest, post_id: int) -> HttpResponse:
    """What a post said before, the newest first. A consultant says first why they open another's, and whoever wrote it
    can see that they did (community/audit)."""
    post = _post(request, post_id)
    if not can_see_history(request.user, post):
        raise Http404
    if keeps(request.user, post):
        return _render_history(request, post)
    form = ReasonForm(request.POST if request.method == "POST" else None, verb=POST_HISTORY_READ.name)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            enter(
                actor=request.user,
                verb=POST_HISTORY_READ.name,
                subject=post,
                reason=form.cleaned_data["reason"],
                about=post.author,
                network=post.topic.board.space.network_id,
            )
            return _render_history(request, post)
    context = {
        "heading": _("What stood here before"),
        "sentence": _("%(name)s has changed these words. What stood before is no longer for everybody.")
        % {"name": post.author.display_name},
        "name": post.author.display_name,
        "form": form,
        "back_url": url_of(post),
        "back_label": post.topic.title,
    }
    return render(request, "community/audit/why.html", context, status=422 if form.errors else 200)


def _render_history(request: MemberRequest, post: Post) -> HttpResponse:
    parts = wordings[post.kind].parts
    versions = [
        (version.replaced_at, parts(version.words) + _files_in_words(version.words.get("files", [])))
        for version in post.versions.all()
    ]
    now = parts(wordings[post.kind].read(post))
    now += _files_in_words([[one["kind"], one["description"]] for one in post.attachments])
    context = {"post": post, "topic": post.topic, "versions": versions, "now": now}
    return render(request, "forums/writing/post_history.html", context)


def _files_in_words(files: list[list[str]]) -> list[tuple[str, str]]:
    """What a post carried, told: the files themselves are gone where they were taken away."""
    if not files:
        return []
    told = [": ".join(filter(None, (str(AttachmentKind(kind).label), said))) for kind, said in files]
    return [(_("Photos and voice"), "\n".join(told))]

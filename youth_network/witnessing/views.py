"""Writing a bevidning: four questions, one a screen, and the letter as it will be read."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community import plain_text
from community.permissions import MemberRequest, member_page, require
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from forums.drafts.forms import device_of, values_in
from forums.drafts.operations import AlreadyPosted, Conflict, save_draft
from forums.topics.composers import Begun, begun_in
from forums.topics.models import Topic, url_of
from forums.topics.policy import can_witness, should_peers_go_first
from youth_network.witnessing.forms import WitnessForm
from youth_network.witnessing.models import READ_AGAIN, STEPS, label_of
from youth_network.witnessing.operations import witness_topic


def _words_so_far(request: MemberRequest, begun: Begun | None) -> dict[str, Any]:
    """What stands in the form between two steps, at first what was begun earlier; a broken key is made anew, so that no
    words are lost to it."""
    so_far = request.POST if request.method == "POST" else begun.initial if begun else {}
    words: dict[str, Any] = {step: plain_text.clean(so_far.get(step, "")) for step in STEPS}
    try:
        words["client_uuid"] = UUID(so_far.get("client_uuid", ""))
    except ValueError:
        words["client_uuid"] = uuid4()
    return words


def _wanted_step(wanted: str) -> int:
    return int(wanted) if wanted in {str(number) for number in range(1, READ_AGAIN + 1)} else 1


def _keep_step(request: MemberRequest, topic: Topic, step: int) -> tuple[Begun, bool]:
    """Between two steps the words are kept, and where one was; whether another device wrote meanwhile: its words stand
    untouched then, and these travel on in the form."""
    values = values_in(request) | {"step": [str(step)]}
    sent = request.POST.get("draft_version", "")
    base = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 17 else 0
    try:
        version = save_draft(
            actor=request.user,
            key=f"witness:{topic.pk}",
            values=values,
            base_version=base,
            device=device_of(request),
        )
    except Conflict:
        return Begun(values, base), True
    return Begun(values, version), False


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def witness_topic_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Write the teller a letter. Without JavaScript each step is a round trip that carries the words along and keeps
    them as a draft; whoever comes back stands at the step they left."""
    topic = get_object_or_404(
        Topic.objects.visible_to(request.user).select_related("author", "board__space__group", "board__space__network"),
        pk=topic_id,
    )
    space = topic.board.space
    require(can_witness(request.user, topic, space), _("A bevidning is for somebody else's story."))
    begun, elsewhere = begun_in(request.user, f"witness:{topic.pk}"), False
    words = _words_so_far(request, begun)
    form = WitnessForm(initial=words)
    if request.POST.get("to") == "send":
        form = WitnessForm(words)
        if form.is_valid():
            uuid = form.cleaned_data.pop("client_uuid")
            post = witness_topic(actor=request.user, topic=topic, words=form.cleaned_data, client_uuid=uuid)
            sentence = _("Your letter is with %(name)s now.") % {"name": topic.author.display_name}
            say_with_undo(request, sentence, reverse("undo_post", args=[post.pk]))
            return redirect(url_of(post))
        step = 1 + next(number for number, name in enumerate(STEPS) if form[name].errors)
    elif request.method == "POST":
        step = _wanted_step(request.POST.get("to", ""))
        try:
            begun, elsewhere = _keep_step(request, topic, step)
        except AlreadyPosted as posted:
            return redirect(posted.url)
    else:
        step = _wanted_step(begun.initial.get("step", "") if begun else "")
    story = topic.posts.filter(position=0, removed_at=None).first()
    labels = [label_of(name) for name in STEPS]
    context = {
        "topic": topic,
        "story": story,
        "space": space,
        "form": form,
        "step": step,
        "begun": begun,
        "begun_before": begun if request.method == "GET" else None,
        "elsewhere": elsewhere,
        "steps": [
            {
                "number": number,
                "name": name,
                "field": form[name],
                "label": label,
                "words": words[name],
                "short": short,
                "question": question,
            }
            for number, (name, label, (short, question)) in enumerate(zip(STEPS, labels, _questions(), strict=True), 1)
        ],
        "read_again": READ_AGAIN,
        "something_said": any(words[name] for name in STEPS),
        "peers_first": step == 1 and not request.POST and should_peers_go_first(request.user, topic, space),
    }
    return render(request, "youth_network/witnessing/witness_topic.html", context, status=422 if form.errors else 200)


def _questions() -> list[tuple[str, str]]:
    """Short name and question of each step, in the words of narrative practice."""
    return [
        (_("Expression"), _("What did you notice most? A word or a sentence.")),
        (_("Image"), _("What picture did you get of what matters to the one who tells?")),
        (_("Resonance"), _("What did it touch in your own life?")),
        (_("Onward"), _("Where does it take you? What do you take with you?")),
    ]

"""Writing a bevidning: four questions, one a screen, and the letter as it will be read."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community import plain_text
from community.permissions import MemberRequest, member_page, require
from forums.topics.models import Topic, url_of
from forums.topics.policy import can_witness, should_peers_go_first
from youth_network.witnessing.forms import WitnessForm
from youth_network.witnessing.models import STEPS, label_of
from youth_network.witnessing.operations import witness_topic

#: The screen after the four questions: the letter, read once more before it is sent.
READ_AGAIN = len(STEPS) + 1


def _words_so_far(request: MemberRequest) -> dict[str, Any]:
    """What stands in the form between two steps; a broken key is made anew, so that no words are lost to it."""
    words: dict[str, Any] = {step: plain_text.clean(request.POST.get(step, "")) for step in STEPS}
    try:
        words["client_uuid"] = UUID(request.POST.get("client_uuid", ""))
    except ValueError:
        words["client_uuid"] = uuid4()
    return words


def _wanted_step(request: MemberRequest) -> int:
    wanted = request.POST.get("to", "")
    return int(wanted) if wanted in {str(number) for number in range(1, READ_AGAIN + 1)} else 1


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def witness_topic_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Write the teller a letter. Without JavaScript each step is a round trip that carries the words along."""
    topic = get_object_or_404(
        Topic.objects.visible_to(request.user).select_related("author", "board__space__group", "board__space__network"),
        pk=topic_id,
    )
    space = topic.board.space
    require(can_witness(request.user, topic, space), _("A bevidning is for somebody else's story."))
    words = _words_so_far(request)
    step, form = _wanted_step(request), WitnessForm(initial=words)
    if request.POST.get("to") == "send":
        form = WitnessForm(words)
        if form.is_valid():
            uuid = form.cleaned_data.pop("client_uuid")
            post = witness_topic(actor=request.user, topic=topic, words=form.cleaned_data, client_uuid=uuid)
            messages.success(request, _("Your letter is with %(name)s now.") % {"name": topic.author.display_name})
            return redirect(url_of(post))
        step = 1 + next(number for number, name in enumerate(STEPS) if form[name].errors)
    story = topic.posts.filter(position=0, removed_at=None).first()
    labels = [label_of(name) for name in STEPS]
    context = {
        "topic": topic,
        "story": story,
        "space": space,
        "form": form,
        "step": step,
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

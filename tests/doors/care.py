"""What people say is wrong, what consultants write about it, and what those write whom it concerns."""

from typing import Any

from community.house_rules.operations import rules_of_a_place
from community.membership.models import Membership
from community.moderation.models import Appeal, Case, Deed, Report
from community.spaces.models import Space
from forums.topics.operations import post_topic
from tests.care import deputy
from tests.doors.registry import door
from tests.stage import Stage, fit, shown
from tests.tellings import answer, youth_topic

#: Longest words of a report, a note, a sentence.
LIMIT = 900


def _case(stage: Stage, thing: Any, text: str, what: str = "hurts") -> Case:
    """Amina says it through the page."""
    stage.post("amina", "report", "post", thing.pk, data={"what": what, "words": text})
    return Case.objects.select_related("space__group").latest("pk")


def _held(case: Case) -> dict[str, Any]:
    case = Case.objects.select_related("space__group").get(pk=case.pk)
    rule = rules_of_a_place(case.network_id, case.space)[0]
    key = "house" if hasattr(rule, "rules_id") else "general"
    return {"version": case.version, "rule": f"{key}-{rule.pk}"}


@door("ReportForm.words", "NoteForm.words", "LetStandForm.words", "HandOverForm.words")
@door("DeedForm.words", "ChangeForm.words", "PersonForm.words", "PauseForm.words", "MoveForm.words", "SpreeForm.words")
@door("AppealForm.words", "AppealAnswerForm.answer", "CareRulesForm.hints")
def looking_after(stage: Stage) -> None:
    world = stage.world
    deputy(world, "bo")
    forum = Space.objects.get(network=world.roskilde, kind="youth_forum").board
    topic = youth_topic(world)
    for text in (fit(text, LIMIT) for text in stage.some(5)):
        # Where something must be said, what cannot be seen is nothing.
        said = text if shown(text).strip() else "x"
        case = _case(stage, answer(world, topic, "jonas"), text)
        stage.page("amina", "my_report", Report.objects.latest("pk").pk)
        stage.post("signe", "note_on_case", case.pk, data={"words": text})
        stage.post(
            "signe", "hand_over_case", case.pk, data=_held(case) | {"to": world.people["tine"].pk, "words": text}
        )
        stage.post("signe", "ask_to_change", case.pk, data=_held(case) | {"words": said})
        stage.post("signe", "let_stand", case.pk, data=_held(case) | {"words": text})
        stage.post("signe", "hide_thing", case.pk, data=_held(case) | {"words": text})
        deed = Deed.objects.latest("pk")
        stage.page("jonas", "deed", deed.pk)
        stage.page("jonas", "topic", topic.pk)
        stage.post("jonas", "appeal", deed.pk, data={"words": text})
        if made := Appeal.objects.filter(deed=deed).first():
            stage.page("bo", "case", case.pk)
            data = _held(case) | {"answer": said, "changed": "no"}
            stage.post("bo", "answer_appeal", made.pk, data=data)
        stage.page("jonas", "deed", deed.pk)
        for name, more in (("pause_person", {"hours": 2}), ("hide_all_since", {"hours": 1})):
            stage.post("signe", name, case.pk, data=_held(case) | {"words": said} | more)
        stage.post("signe", "end_membership_by_rule", case.pk, data=_held(case) | {"words": said})
        stage.page("jonas", "my_care")
        _back(stage)
        moved = post_topic(actor=world.freja, board=forum, kind="experience", title="Til alle", body="Ord.")
        other = _case(stage, moved.posts.get(), text, "other")
        place = world.torsdagsholdet.space.board.pk
        stage.post("signe", "move_topic", other.pk, data=_held(other) | {"words": text, "place": place})
        stage.post(
            "signe",
            "care_rules",
            world.roskilde.pk,
            data={"first_posts": 0, "hints": text, "deputy": world.people["bo"].pk},
        )
    stage.page("signe", "case", case.pk)
    stage.page("signe", "care_queue", query="?closed=1")
    stage.page("freja", "agenda_balance", world.torsdagsholdet.pk)


def _back(stage: Stage) -> None:
    """Jonas comes in again for the next one, and may write."""
    Membership.objects.filter(person=stage.world.people["jonas"]).update(ended_at=None, paused_until=None)

"""What is written where somebody worries, and where a colleague looks a second time."""

from django.db import transaction

from community.audit.operations import enter
from community.concerns.models import ConcernNote
from community.second_look.models import Look, LookRound
from tests.doors.registry import door, shifted
from tests.stage import Stage, fit

PARTS = ("what", "told_to", "why", "next_step", "hold_because")
#: As much as a part of a note takes.
PART = 1200


@door(*(f"ConcernForm.{part}" for part in PARTS), "ConcernAnswerForm.answer")
def worrying(stage: Stage) -> None:
    """Notes that are held back and opened, answered by whom they are about."""
    network = stage.world.roskilde.pk
    texts = [fit(text, PART) for text in stage.sample]
    for number, words in enumerate(zip(*(shifted(texts, by) for by in range(len(PARTS))), strict=True)):
        said = dict(zip(PARTS, words, strict=True))
        data = said | {"about": stage.world.freja.pk, "hold": "on", "hold_days": "7"}
        before = ConcernNote.objects.count()
        stage.post("signe", "write_concern", network, data=data, look=stage.looks(number))
        if ConcernNote.objects.count() == before:
            # Nothing but what cannot be seen: the form says that something is missing.
            continue
        note = ConcernNote.objects.order_by("-pk")[0]
        if stage.looks(number):
            stage.page("tine", "concern", note.pk, read=words)
        stage.post("tine", "lift_hold", note.pk, data={}, look=False)
        stage.post("freja", "answer_concern", note.pk, data={"answer": words[1]}, look=stage.looks(number))
        if stage.looks(number):
            stage.page("freja", "concern", note.pk, read=words[:4])


@door("LookForm.sentence")
def looking_twice(stage: Stage) -> None:
    world = stage.world
    with transaction.atomic():
        entry = enter(
            actor=world.signe,
            verb="concern_read",
            subject=world.roskilde,
            reason="safety",
            about=world.freja,
            network=world.roskilde,
        )
    begun = LookRound.objects.count()
    for number, text in enumerate(stage.some(40), begun):
        month = f"20{10 + number // 12}-{number % 12 + 1:02}-01"
        drawn = LookRound.objects.create(network=world.roskilde, month=month)
        look = Look.objects.create(round=drawn, place=1, entry=entry)
        sentence = fit(text, 400)
        stage.post("tine", "give_second_look", look.pk, data={"found": "closer", "sentence": sentence})
        stage.page("tine", "second_look", drawn.pk)

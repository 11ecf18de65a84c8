"""Bevidning: the reply of four short steps, after narrative practice. Not praise, not advice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.topics.models import Post

#: Longest text of a step, in characters.
STEP_LIMIT = 4000
#: The four steps in their order.
STEPS = ("expression", "image", "resonance", "transport")
#: The screen after the four questions: the letter, read once more before it is sent.
READ_AGAIN = len(STEPS) + 1


class WitnessResponse(models.Model):
    """The words of a reply of kind witness. Any step may be empty, but not all of them."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="witness_response")
    expression = models.TextField(_("What struck me"), blank=True, max_length=STEP_LIMIT)
    image = models.TextField(_("The image I got"), blank=True, max_length=STEP_LIMIT)
    resonance = models.TextField(_("What it touched in me"), blank=True, max_length=STEP_LIMIT)
    transport = models.TextField(_("What I take with me"), blank=True, max_length=STEP_LIMIT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(expression="", image="", resonance="", transport=""), name="bevidning_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"bevidning {self.post_id}"

    def passages(self) -> list[dict[str, str]]:
        """Label and text of the steps that were not left empty, in order."""
        return [{"label": label_of(step), "text": getattr(self, step)} for step in STEPS if getattr(self, step)]


def label_of(step: str) -> str:
    """The words above a step in the letter, in the writer's voice."""
    return str(WitnessResponse._meta.get_field(step).verbose_name)  # type: ignore[union-attr]


def said_in_a_letter(post: Post) -> str:
    """All passages of the bevidning that the post is."""
    return "\n".join(passage["text"] for passage in post.witness_response.passages())

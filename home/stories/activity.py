"""What happens to offers."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from community.activity.record import Activity
from home.stories.models import StoryOffer


@dataclass(frozen=True, kw_only=True)
class PostOffered(Activity):
    """Nobody of the network hears of it: it is the teller's own affair. Editors see it on their desk."""

    kind: ClassVar[str] = "post_offered"
    offer: StoryOffer

    @property
    def subject(self) -> models.Model:
        return self.offer

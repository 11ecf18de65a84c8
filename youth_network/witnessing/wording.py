"""Where the words of a letter stand, for changing and erasing them."""

from typing import Any

from forums.topics.models import Post
from forums.writing.wording import Wording
from youth_network.witnessing.forms import LetterWordsForm
from youth_network.witnessing.models import STEPS, WitnessResponse, label_of


def _read(post: Post) -> dict[str, Any]:
    letter = WitnessResponse.objects.get(post=post)
    return {step: getattr(letter, step) for step in STEPS}


def _write(post: Post, words: dict[str, Any]) -> None:
    WitnessResponse.objects.filter(post=post).update(**{step: words[step] for step in STEPS})


def _erase(post: Post) -> None:
    WitnessResponse.objects.filter(post=post).delete()


LETTER = Wording(
    form=LetterWordsForm,
    read=_read,
    write=_write,
    erase=_erase,
    carries_files=False,
    parts=lambda words: [(label_of(step), words[step]) for step in STEPS if words.get(step)],
)

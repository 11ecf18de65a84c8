"""The picture of a shared link: the words, and who says them. Whether it may be shown is asked each time."""

from community.plain_text import shorten
from home.pictures.cards import LONGEST, draw_card
from home.templatetags.quotation import quoted
from home.testimonials.telling import Telling


def share_picture(telling: Telling) -> bytes:
    return draw_card(above=telling.name, words=quoted(shorten(telling.words, LONGEST - 2)))

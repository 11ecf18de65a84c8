"""What the tests of this room tell each other about: topics and answers with words that must not travel."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from community import clock
from community.notifications.outbox import deliver_due
from community.roles import GroupKind
from forums.boards.models import Board
from forums.topics.operations import post_reply, post_topic
from forums.topics.policy import kinds_open_to

TITLE = "Canarytitle 7f3a"
WORDS = "Canarywords 9b1c: it was cold at the warehouse"


#: A Tuesday at noon in Copenhagen, in nobody's quiet hours.
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


def local(text, fold=0):
    """The moment when the clock on a Danish wall shows this."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Copenhagen"), fold=fold).astimezone(UTC)


def deliver_after(wait=timedelta(minutes=2)):
    """Send what is due when so long has passed; the usual wait outlasts the time in which a deed can be undone."""
    with clock.at(clock.now() + wait):
        return deliver_due()


def youth_board(world):
    return Board.objects.get(space__group=world.torsdagsholdet)


def company_board(world):
    return Board.objects.get(space__group=world.group(world.roskilde, GroupKind.COMPANY_NETWORK))


def youth_topic(world, teller="freja"):
    return post_topic(actor=world.who(teller), board=youth_board(world), kind="experience", title=TITLE, body=WORDS)


def company_topic(world, teller="mona"):
    return post_topic(actor=world.who(teller), board=company_board(world), kind="question", title=TITLE, body=WORDS)


def answer(world, topic, who, body=WORDS):
    return answer_to(actor=world.who(who), topic=topic, body=body)


def answer_to(*, actor, topic, body="", **more):
    """A short answer of the kind that this person most naturally gives here."""
    return post_reply(
        actor=actor, topic=topic, kind=kinds_open_to(actor, topic, topic.board.space)[0], body=body, **more
    )

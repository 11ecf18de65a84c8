"""What each may answer with, as one table: person x wish."""

import pytest

from community.permissions import Refused
from forums.topics.models import Post, Wish
from forums.topics.operations import post_reply, post_topic
from forums.topics.policy import kinds_open_to

OPEN = {
    # wish: teller, another youth, consultant, psychologist
    Wish.LISTEN: ({"answer"}, {"witness"}, {"witness"}, {"witness"}),
    Wish.TRIED: ({"answer"}, {"experience", "witness"}, {"experience", "witness"}, {"experience", "witness"}),
    Wish.ADVICE: ({"answer"}, *[{"experience", "advice", "witness"}] * 3),
}


@pytest.mark.parametrize("wish", Wish.values)
def test_answers_of_the_kinds_that_are_wanted_are_open_and_no_others(world, wish):
    board = world.torsdagsholdet.space.board
    topic = post_topic(actor=world.freja, board=board, kind="question", wish=wish, title="Hvad siger I?")
    for name, expected in zip(("freja", "amina", "signe", "tine"), OPEN[wish], strict=True):
        assert set(kinds_open_to(world.who(name), topic, board.space)) == expected
        for kind in ("answer", "experience", "advice"):
            if kind in expected:
                assert post_reply(actor=world.who(name), topic=topic, kind=kind, body="Svar").kind == kind
            else:
                with pytest.raises(Refused):
                    post_reply(actor=world.who(name), topic=topic, kind=kind, body="Canary")
    assert not Post.objects.filter(body="Canary").exists()


def test_companies_and_the_team_are_asked_for_no_kind(world):
    space = world.group(world.roskilde, "company_network").space
    topic = post_topic(actor=world.mona, board=space.board, kind="question", title="Hvem kender en god makker?")
    for name in ("mona", "rashid", "signe"):
        assert kinds_open_to(world.who(name), topic, space) == ("answer",)

"""The one socket: who may open it, what it answers to every kind of frame, and when it closes."""

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session

from community import live
from community.live import codes, consumers, endings, hub
from community.membership.operations import deactivate_person, end_membership, move_youth
from community.people.models import AccessEnding, Person
from tests.sockets import Page, told

pytestmark = pytest.mark.django_db(transaction=True)

DEEP = "[" * 4000


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("null", "unknown_type"),
        ("[]", "unknown_type"),
        ('"subscribe"', "unknown_type"),
        ("{}", "unknown_type"),
        ('{"type": null}', "unknown_type"),
        ('{"type": ["subscribe"]}', "unknown_type"),
        ('{"type": "shout", "key": "board:1"}', "unknown_type"),
        ('{"type": "subscribe"}', "bad_key"),
        ('{"type": "subscribe", "key": 7}', "bad_key"),
        ('{"type": "subscribe", "key": "board"}', "bad_key"),
        ('{"type": "subscribe", "key": "board:0"}', "bad_key"),
        ('{"type": "subscribe", "key": "board:-1"}', "bad_key"),
        ('{"type": "subscribe", "key": "board:1 "}', "bad_key"),
        ('{"type": "subscribe", "key": "board:\\u0661"}', "bad_key"),
        ('{"type": "subscribe", "key": "board:\\u0000"}', "bad_key"),
        ('{"type": "subscribe", "key": "\\ud800:1"}', "bad_key"),
        ('{"type": "subscribe", "key": "board:' + "9" * 40 + '"}', "bad_key"),
        ('{"type": "unsubscribe", "key": {}}', "bad_key"),
        ("\x00", "not_json"),
        ("\ud800", "not_json"),
        (DEEP, "not_json"),
        ("1" * 4000, "unknown_type"),
        ("9" * 4097, "too_long"),
        ("x" * 100_000, "too_long"),
        (b"\x00\xff", "not_text"),
        (b"", "not_text"),
    ],
)
async def test_what_nobody_understands_gets_an_error_frame_and_the_socket_lives(aworld, frame, code):
    async with Page(aworld.people["freja"]) as page:
        await page.send(frame)
        answer = await page.heard()
        assert (answer["type"], answer["code"]) == ("error", code)
        assert await page.ask({"type": "ping"}) == {"type": "pong"}


async def test_a_member_may_follow_and_a_stranger_may_not(aworld):
    key = f"board:{await board_id(aworld)}"
    async with Page(aworld.people["freja"]) as freja, Page(aworld.people["sofie"]) as sofie:
        assert await freja.ask({"type": "subscribe", "key": key}) == {"type": "subscribed", "key": key}
        assert await sofie.ask({"type": "subscribe", "key": key}) == {"type": "refused", "key": key}
        await told(live.announce, [key])
        assert await freja.heard() == {"type": "changed", "key": key}
        assert await sofie.silent()


async def test_what_is_not_there_is_refused_in_the_same_words(aworld):
    async with Page(aworld.people["freja"]) as freja:
        for key in ("board:999999", "nothing:1", "person:999999", "board:999999999999999999"):
            assert await freja.ask({"type": "subscribe", "key": key}) == {"type": "refused", "key": key}


async def test_after_unsubscribing_nothing_is_heard(aworld):
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as freja:
        await freja.ask({"type": "subscribe", "key": key})
        assert await freja.ask({"type": "unsubscribe", "key": key}) == {"type": "unsubscribed", "key": key}
        await told(live.announce, [key])
        assert await freja.silent()
        assert not hub.here().followers


async def test_changes_of_one_moment_come_as_one(aworld):
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as freja:
        await freja.ask({"type": "subscribe", "key": key})
        await told(live.announce, [key] * 5)
        assert await freja.heard() == {"type": "changed", "key": key}
        assert await freja.silent()


async def test_a_visitor_is_told_to_sign_in(aworld):
    async with Page(None) as page:
        assert await page.closed() == codes.SIGNED_OUT


@pytest.mark.parametrize("name", ["signe", "mona", "ellen"])
async def test_who_owes_a_second_factor_follows_nothing(aworld, name):
    """The mailed code alone opens no page to staff and companies, and no socket either."""
    async with Page(aworld.people[name], second_factor=False) as page:
        assert await page.closed() == codes.SIGNED_OUT
    async with Page(aworld.people[name]) as page:
        assert await page.ask({"type": "ping"}) == {"type": "pong"}


async def test_a_made_up_session_is_told_to_sign_in(aworld):
    async with Page(None, session_key="a" * 32) as page:
        assert await page.closed() == codes.SIGNED_OUT


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "null"])
async def test_another_origin_or_none_is_refused_in_the_handshake(aworld, origin):
    page = Page(aworld.people["freja"], origin=origin)
    assert not await page.open()


async def test_any_other_address_is_refused_in_the_handshake(aworld):
    page = Page(aworld.people["freja"], path="/ws/else/")
    assert not await page.open()


async def test_the_eleventh_socket_of_a_person_is_refused(aworld):
    pages = [Page(aworld.people["freja"]) for _number in range(consumers.SOCKETS_PER_PERSON + 1)]
    for page in pages:
        await page.open()
        if page is not pages[-1]:
            await page.ask({"type": "ping"})
    assert await pages[-1].closed() == codes.TOO_MANY
    assert await pages[0].ask({"type": "ping"}) == {"type": "pong"}
    for page in pages:
        await page.leave()
    assert not hub.here().sockets
    assert not hub.here().per_person


async def test_a_socket_follows_a_hundred_keys_and_no_more(aworld):
    freja = aworld.people["freja"]
    live.subscribable["tested"] = lambda person, number: True
    try:
        async with Page(freja) as page:
            for number in range(1, consumers.KEYS_PER_SOCKET + 1):
                assert (await page.ask({"type": "subscribe", "key": f"tested:{number}"}))["type"] == "subscribed"
            assert (await page.ask({"type": "subscribe", "key": "tested:101"}))["code"] == "too_many_keys"
            assert (await page.ask({"type": "subscribe", "key": "tested:7"}))["type"] == "subscribed"
    finally:
        del live.subscribable["tested"]


async def test_a_policy_that_fails_is_an_error_frame(aworld):
    live.subscribable["broken"] = lambda person, number: 1 // 0
    try:
        async with Page(aworld.people["freja"]) as page:
            assert (await page.ask({"type": "subscribe", "key": "broken:1"}))["code"] == "try_again"
            assert await page.ask({"type": "ping"}) == {"type": "pong"}
    finally:
        del live.subscribable["broken"]


async def test_a_flood_of_frames_closes_the_socket(aworld):
    async with Page(aworld.people["freja"]) as page:
        for _number in range(consumers.FRAMES_AT_ONCE * 2):
            await page.send('{"type": "ping"}')
        assert await page.closed() == codes.POLICY_VIOLATION


async def test_ended_membership_cuts_the_socket_and_it_may_not_return(aworld):
    key = f"board:{await board_id(aworld)}"
    async with Page(aworld.people["freja"]) as freja, Page(aworld.people["amina"]) as amina:
        for page in (freja, amina):
            assert (await page.ask({"type": "subscribe", "key": key}))["type"] == "subscribed"
        await told(lambda: end_membership(actor=aworld.signe, membership=aworld.membership("freja")))
        assert await freja.closed() == codes.ACCESS_ENDED
        await told(live.announce, [key])
        assert await amina.heard() == {"type": "changed", "key": key}
        assert await freja.silent()
    async with Page(aworld.people["freja"]) as again:
        assert await again.ask({"type": "subscribe", "key": key}) == {"type": "refused", "key": key}


async def test_a_moved_youth_comes_back_to_the_new_group_only(aworld):
    old, new = f"board:{await board_id(aworld)}", f"board:{await board_id(aworld, 'mandagsholdet')}"
    async with Page(aworld.people["freja"]) as freja:
        await freja.ask({"type": "subscribe", "key": old})
        await told(
            lambda: move_youth(actor=aworld.signe, membership=aworld.membership("freja"), group=aworld.mandagsholdet)
        )
        assert await freja.closed() == codes.ACCESS_ENDED
    async with Page(aworld.people["freja"]) as again:
        assert (await again.ask({"type": "subscribe", "key": old}))["type"] == "refused"
        assert (await again.ask({"type": "subscribe", "key": new}))["type"] == "subscribed"


async def test_deactivation_closes_every_socket_and_none_opens_again(aworld):
    async with Page(aworld.people["freja"]) as one, Page(aworld.people["freja"]) as other:
        await one.ask({"type": "ping"})
        await other.ask({"type": "ping"})
        await told(lambda: deactivate_person(actor=aworld.freja, person=aworld.freja))
        # The membership ended in the same transaction or the account closed first: either way out.
        assert await one.closed() == codes.SIGNED_OUT
        assert await other.closed() == codes.SIGNED_OUT
    async with Page(None, session_key=one.session_key) as again:
        assert await again.closed() == codes.SIGNED_OUT


async def test_signing_out_closes_the_sockets_of_that_session_alone(aworld):
    async with Page(aworld.people["freja"]) as phone, Page(aworld.people["freja"]) as laptop:
        await phone.ask({"type": "ping"})
        await laptop.ask({"type": "ping"})
        await told(phone.client.logout)
        assert await phone.closed() == codes.SIGNED_OUT
        assert await laptop.ask({"type": "ping"}) == {"type": "pong"}


async def test_an_ending_is_learned_while_the_channel_layer_and_the_process_say_nothing(aworld):
    """The row alone is enough: written here as another process would, announced to nobody."""
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as freja:
        await freja.ask({"type": "subscribe", "key": key})
        await told(
            lambda: AccessEnding.objects.create(person=aworld.freja, reason=AccessEnding.Reason.MEMBERSHIP_ENDED)
        )
        # A delivery asks first: what comes after the ending does not arrive.
        await told(live.announce, [key])
        assert await freja.closed() == codes.ACCESS_ENDED


async def test_an_ending_with_a_lower_number_that_commits_late_is_learned(aworld):
    freja, jonas = aworld.people["freja"], aworld.people["jonas"]
    async with Page(freja) as page:
        await page.ask({"type": "ping"})
        late = await told(lambda: AccessEnding.objects.create(person=freja, reason="deactivated"))
        await told(lambda: AccessEnding.objects.filter(pk=late.pk).delete())
        await told(lambda: AccessEnding.objects.create(person=jonas, reason="deactivated"))
        await hub.here().endings.ask()
        late.pk = late.pk
        hub.here().endings.seen.pop(late.pk, None)
        await told(lambda: late.save(force_insert=True))
        await hub.here().endings.ask()
        assert await page.closed() == codes.SIGNED_OUT


async def test_a_session_that_vanished_without_a_word_is_found_by_the_full_check(aworld):
    async with Page(aworld.people["freja"]) as freja, Page(aworld.people["amina"]) as amina:
        await freja.ask({"type": "ping"})
        await amina.ask({"type": "ping"})
        await told(lambda: Session.objects.filter(session_key=freja.session_key)._raw_delete("default"))
        await told(lambda: Person.objects.filter(pk=aworld.people["amina"].pk).update(is_active=False))
        await hub.here().endings.check_all()
        assert await freja.closed() == codes.SIGNED_OUT
        assert await amina.closed() == codes.SIGNED_OUT


async def test_watching_costs_the_same_with_one_socket_and_with_many(aworld):
    """One question for endings and two for standing, whatever the number of sockets."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted(work, *args):
        with CaptureQueriesContext(connection) as queries:
            work(*args)
        return len(queries)

    names = ["freja", "amina", "jonas", "sofie"]
    pages = [Page(aworld.people[name]) for name in names]
    for page in pages:
        await page.open()
    keys, people = {page.session_key for page in pages}, {page.person.pk for page in pages}
    assert await database_sync_to_async(counted)(endings.endings_after, 0) == 1
    assert await database_sync_to_async(counted)(endings.standing, keys, people) == 2
    for page in pages:
        await page.leave()


async def board_id(world, group="torsdagsholdet") -> int:
    return await told(lambda: getattr(world, group).space.board.pk)

"""Another look at a deed: by somebody else than who did it, and where nobody else is there, by a deputy."""

import pytest
from django.urls import reverse

from community import clock
from community.activity.models import ActivityRecord
from community.care_rules.models import CareRules
from community.care_rules.operations import change_care_rules
from community.jobs.loop import run_due_jobs
from community.membership.operations import begin_membership, end_membership
from community.moderation.appeals import answer_appeal, appeal
from community.moderation.deeds import close_case, hide_thing
from community.moderation.deputies import find_deputies
from community.moderation.mirror import count_of
from community.moderation.models import Appeal, Case, Deed
from community.moderation.taking import take_case
from community.moderation.undoing import undo_deed
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind, Role
from forums.topics.models import Post
from tests.care import deed, deputy, held, said_about, the_case
from tests.personas import make_person
from tests.tellings import WORDS, answer, youth_topic


@pytest.fixture
def reply(world):
    return answer(world, youth_topic(world), "jonas")


@pytest.fixture
def done(world, reply):
    said_about(world, "amina", reply)
    return deed(world, "signe", hide_thing, the_case(reply), **held(the_case(reply)))


@pytest.fixture
def second(world):
    world.people["karen"] = person = make_person("karen")
    begin_membership(
        actor=world.signe, person=person, role=Role.CONSULTANT, group=world.group(world.roskilde, GroupKind.TEAM)
    )
    return person


def answered(world, who, made, **what):
    case = Case.objects.get(pk=made.deed.case_id)
    made = Appeal.objects.select_related("deed__case").get(pk=made.pk)
    return answer_appeal(actor=world.who(who), appeal=made, version=case.version, **what)


def told(world, who):
    return set(Notification.objects.visible_to(world.who(who)).values_list("kind", flat=True))


def test_whom_it_concerns_asks_through_their_page_and_the_other_consultant_judges(world, browse, second, reply, done):
    jonas = browse("jonas")
    assert jonas.get(reverse("deed", args=[done.pk])).context["may_appeal"]
    jonas.post(reverse("appeal", args=[done.pk]), {"words": "Det var en joke mellem os."})
    made = Appeal.objects.get()
    assert "appeal_made" in told(world, "karen")
    assert "appeal_made" not in told(world, "signe")
    karen = browse("karen")
    queue = karen.get(reverse("care_queue")).content.decode()
    assert "Beder om, at en anden ser på det" in queue
    page = karen.get(reverse("case", args=[done.case_id]))
    assert page.context["judges"]
    assert "Det var en joke mellem os." in page.content.decode()
    karen.post(
        reverse("answer_appeal", args=[made.pk]),
        {"version": page.context["version"], "answer": "Det er rigtigt, det var det.", "changed": "yes"},
    )
    assert Post.objects.get(pk=reply.pk).hidden_at is None
    assert Deed.objects.get(pk=done.pk).undone_by == world.karen
    assert "appeal_answered" in told(world, "jonas")
    assert "Det er rigtigt, det var det." in jonas.get(reverse("deed", args=[done.pk])).content.decode()
    assert count_of(world.torsdagsholdet).appeals_changed == 1


def test_nobody_judges_their_own_deed(world, browse, done):
    made = appeal(actor=world.jonas, deed=done)
    for who in ("signe", "jonas", "amina", "tine", "bo", "mona"):
        with pytest.raises(Refused):
            answered(world, who, made, changed=True, answer="Nå")
    page = browse("signe").get(reverse("case", args=[done.case_id]))
    assert not page.context["judges"]
    assert Appeal.objects.get().answered_at is None


def test_a_reason_is_written_and_one_answer_is_all(world, second, done):
    made = appeal(actor=world.jonas, deed=done)
    with pytest.raises(Refused):
        answered(world, "karen", made, changed=False, answer=" ")
    answered(world, "karen", made, changed=False, answer="Det sårede.")
    with pytest.raises(Refused):
        answered(world, "karen", made, changed=True, answer="Eller")
    assert Deed.objects.get(pk=done.pk).undone_at is None


def test_one_asks_once_about_what_was_done_about_oneself(world, second, done):
    first = appeal(actor=world.jonas, deed=done, words="Hør nu")
    assert appeal(actor=world.jonas, deed=done) == first
    for who in ("amina", "freja", "signe"):
        with pytest.raises(Refused):
            appeal(actor=world.who(who), deed=done)


def test_what_was_taken_back_needs_no_other_look(world, browse, second, done):
    undo_deed(actor=world.signe, deed=done, version=Case.objects.get().version)
    with pytest.raises(Refused):
        appeal(actor=world.jonas, deed=Deed.objects.get(pk=done.pk))
    assert not browse("jonas").get(reverse("deed", args=[done.pk])).context["may_appeal"]


def test_where_there_is_one_consultant_a_deputy_of_another_network_sees_that_case_only(world, browse, reply, done):
    deputy(world, "bo")
    other = answer(world, reply.topic, "freja", body="Noget andet, der sårer")
    said_about(world, "amina", other)
    appeal(actor=world.jonas, deed=done)
    assert "appeal_made" in told(world, "bo")
    bo = browse("bo")
    page = bo.get(reverse("case", args=[done.case_id]))
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert bo.get(reverse("case", args=[the_case(other).pk])).status_code == 404
    assert bo.get(reverse("topic", args=[reply.topic_id])).status_code == 404
    queue = bo.get(reverse("care_queue")).content.decode()
    assert f"/cases/{done.case_id}/" in queue
    assert f"/cases/{the_case(other).pk}/" not in queue
    answered(world, "bo", Appeal.objects.get(), changed=True, answer="Det må godt stå.")
    assert Post.objects.get(pk=reply.pk).hidden_at is None


def test_a_case_about_the_only_consultant_goes_to_the_deputy(world, browse, reply):
    deputy(world, "bo")
    own = answer(world, reply.topic, "signe", body="Et hårdt ord")
    said_about(world, "amina", own)
    case = the_case(own)
    assert "case_opened" in told(world, "bo")
    assert "case_opened" not in told(world, "signe")
    deed(world, "bo", hide_thing, case, **held(case))
    assert Deed.objects.get().person == world.signe
    assert "deed_done" in told(world, "signe")


def test_without_a_deputy_programme_staff_learn_that_one_is_needed_and_nothing_of_the_case(world, browse, reply, done):
    appeal(actor=world.jonas, deed=done)
    news = Notification.objects.visible_to(world.ellen).get(kind="deputy_needed")
    ellen = browse("ellen")
    assert ellen.get(reverse("case", args=[done.case_id])).status_code == 404
    led_to = ellen.post(reverse("open_notification", args=[news.pk]))["Location"]
    assert led_to == reverse("care_rules", args=[world.roskilde.pk])
    answer_ = ellen.post(led_to, {"deputy": world.bo.pk, "first_posts": 0})
    assert answer_.status_code == 302
    assert browse("bo").get(reverse("case", args=[done.case_id])).status_code == 200
    assert "appeal_made" in told(world, "bo")


def test_a_deputy_is_a_consultant_of_another_network(world, second):
    rules = {"first": None, "second": None, "on_call": None, "first_posts": 0, "hints": ""}
    for who in ("karen", "tine", "mona", "line", "yusuf", "ellen"):
        with pytest.raises(Refused):
            change_care_rules(actor=world.signe, network=world.roskilde, deputy=world.who(who), **rules)
    change_care_rules(actor=world.signe, network=world.roskilde, deputy=world.bo, **rules)


RULES = {"first": None, "second": None, "on_call": None, "first_posts": 0, "hints": ""}


def sees(browse, who, case_id):
    return browse(who).get(reverse("case", args=[case_id])).status_code == 200


def elsewhere(world, name):
    """Another consultant of Horsens."""
    world.people[name] = person = make_person(name)
    team = world.group(world.horsens, GroupKind.TEAM)
    begin_membership(actor=world.bo, person=person, role=Role.CONSULTANT, group=team)
    return person


def test_a_new_deputy_takes_the_place_of_the_old_one(world, browse, reply, done):
    deputy(world, "bo")
    elsewhere(world, "karen")
    appeal(actor=world.jonas, deed=done)
    assert sees(browse, "bo", done.case_id)
    change_care_rules(actor=world.ellen, network=world.roskilde, deputy=world.who("karen"), **RULES)
    assert not sees(browse, "bo", done.case_id)
    assert sees(browse, "karen", done.case_id)
    assert "appeal_made" in told(world, "karen")
    # Where there is none any more, the programme hears that one is needed.
    assert "deputy_needed" not in told(world, "ellen")
    change_care_rules(actor=world.ellen, network=world.roskilde, deputy=None, **RULES)
    assert not sees(browse, "karen", done.case_id)
    assert "deputy_needed" in told(world, "ellen")


def test_the_only_consultant_takes_no_deputy_away(world, browse, reply):
    deputy(world, "bo")
    elsewhere(world, "karen")
    own = answer(world, reply.topic, "signe", body="Et hårdt ord")
    said_about(world, "amina", own)
    case = the_case(own)
    for other in (None, world.who("karen")):
        with pytest.raises(Refused):
            change_care_rules(actor=world.signe, network=world.roskilde, deputy=other, **RULES)
    signe, page = browse("signe"), reverse("care_rules", args=[world.roskilde.pk])
    field = signe.get(page).context["form"].fields["deputy"]
    assert field.disabled
    assert signe.post(page, {"deputy": "", "first_posts": 0, "hints": "fuld"}).status_code == 302
    rules = CareRules.objects.get()
    assert (rules.deputy, rules.hints) == (world.bo, "fuld"), "the rest is theirs"
    assert sees(browse, "bo", case.pk)
    assert not browse("ellen").get(page).context["form"].fields["deputy"].disabled


def test_a_consultant_among_several_chooses_the_deputy(world, second):
    deputy(world, "bo")
    change_care_rules(actor=world.signe, network=world.roskilde, deputy=None, **RULES)
    assert CareRules.objects.get().deputy is None


def test_the_only_consultant_names_a_deputy_where_none_stands(world):
    change_care_rules(actor=world.signe, network=world.roskilde, deputy=world.bo, **RULES)
    assert CareRules.objects.get().deputy == world.bo


# --- what a deputy did ----------------------------------------------------------------------------------------------
def test_another_deputy_than_who_did_it_judges(world, browse, reply):
    deputy(world, "bo")
    own = answer(world, reply.topic, "signe", body="Et hårdt ord")
    said_about(world, "amina", own)
    case = the_case(own)
    hidden = deed(world, "bo", hide_thing, case, **held(case))
    made = appeal(actor=world.signe, deed=hidden)
    assert "deputy_needed" in told(world, "ellen")
    assert "appeal_made" not in told(world, "bo")
    assert not sees(browse, "bo", case.pk)
    # The same one again is no other.
    change_care_rules(actor=world.ellen, network=world.roskilde, deputy=world.bo, **RULES)
    find_deputies()
    assert not sees(browse, "bo", case.pk)
    elsewhere(world, "karen")
    change_care_rules(actor=world.ellen, network=world.roskilde, deputy=world.who("karen"), **RULES)
    assert "appeal_made" in told(world, "karen")
    answered(world, "karen", made, changed=True, answer="Det må godt stå.")
    assert Post.objects.get(pk=own.pk).hidden_at is None


# --- when people leave ----------------------------------------------------------------------------------------------
def test_when_the_other_consultant_leaves_a_case_about_the_one_who_stays_goes_to_the_deputy(
    world, browse, second, reply
):
    own = answer(world, reply.topic, "signe", body="Et hårdt ord")
    said_about(world, "amina", own, "worried")
    case = the_case(own)
    deed(world, "karen", take_case, case)
    deputy(world, "bo")
    find_deputies()
    assert not sees(browse, "bo", case.pk), "Karen is there"
    end_membership(actor=world.karen, membership=second.memberships.get())
    run_due_jobs()
    assert sees(browse, "bo", case.pk)
    assert "case_opened" in told(world, "bo")
    assert the_case(own).taken_at is None, "nobody has it any more"
    before = ActivityRecord.objects.count()
    find_deputies()
    assert ActivityRecord.objects.count() == before, "told once"


def test_when_the_other_consultant_leaves_and_nobody_is_deputy_the_programme_hears_it_once(
    world, browse, second, reply
):
    own = answer(world, reply.topic, "signe", body="Et hårdt ord")
    said_about(world, "amina", own)
    find_deputies()
    assert "deputy_needed" not in told(world, "ellen")
    end_membership(actor=world.karen, membership=second.memberships.get())
    find_deputies()
    assert "deputy_needed" in told(world, "ellen")
    before = ActivityRecord.objects.count()
    find_deputies()
    assert ActivityRecord.objects.count() == before


def test_a_deputy_who_is_no_consultant_any_more_does_not_count(world, browse, reply, done):
    deputy(world, "bo")
    own = answer(world, reply.topic, "signe", body="Et hårdt ord")
    said_about(world, "amina", own)
    appeal(actor=world.jonas, deed=done)
    end_membership(actor=world.ellen, membership=world.membership("bo"))
    find_deputies()
    needed = Notification.objects.visible_to(world.ellen).filter(kind="deputy_needed")
    assert set(needed.values_list("subject_id", flat=True)) == {the_case(own).pk, done.case_id}
    # Nor for what comes after.
    again = answer(world, reply.topic, "signe", body="Et hårdt ord mere")
    said_about(world, "amina", again)
    assert the_case(again).deputy is None
    assert needed.filter(subject_id=the_case(again).pk).exists()
    page = reverse("care_rules", args=[world.roskilde.pk])
    assert browse("signe").get(page).context["deputy"] is None
    elsewhere(world, "karen")
    change_care_rules(actor=world.ellen, network=world.roskilde, deputy=world.who("karen"), **RULES)
    for case in (the_case(own), the_case(again)):
        assert sees(browse, "karen", case.pk)
    assert {"case_opened", "appeal_made"} <= told(world, "karen")


def test_each_worry_that_nobody_may_look_at_is_told_to_the_programme(world, reply):
    end_membership(actor=world.signe, membership=world.membership("tine"))
    for who in ("amina", "freja"):
        Notification.objects.filter(recipient=world.ellen).update(read_at=clock.now())
        said_about(world, who, world.signe, "worried")
        assert Notification.objects.visible_to(world.ellen).unread().filter(kind="deputy_needed").exists(), who


def test_the_groups_balance_counts_it_for_good(world, browse, second, reply, done):
    made = appeal(actor=world.jonas, deed=done)
    answered(world, "karen", made, changed=False, answer="Det sårede.")
    for who in ("freja", "signe"):
        html = browse(who).get(reverse("agenda_balance", args=[world.torsdagsholdet.pk])).content.decode()
        assert "1 gang efter en husregel" in html
        assert "1 gang har en anden set på det igen" in html
        assert "Jonas" not in html[html.index("care-count") :].partition("</section>")[0]
    said_about(world, "amina", answer(world, reply.topic, "freja"))
    assert deed(world, "signe", close_case, Case.objects.latest("pk"))
    assert count_of(world.torsdagsholdet).deeds == 1

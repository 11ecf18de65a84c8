"""What companies write: their pages and offers, practice, questions, meetings."""

from datetime import date, timedelta
from uuid import uuid4

from django.core import mail as sent_mail

from community import clock
from community.meetings.operations import open_meeting
from community.notifications.operations import choose_mail
from community.notifications.outbox import deliver_due
from community.roles import GroupKind
from company_network.agenda.models import MeetingPoint
from company_network.practices.models import FIELDS, RoundUp, RoundUpItem
from forums.topics.models import Post, Topic
from tests.doors.registry import door
from tests.shared_practice import board_of, share, workplaces
from tests.stage import Stage, enough, fit, groups
from tests.tellings import company_board
from tests.workplaces import OFFER_WORDS, a_company, an_offer


@door(*(f"CompanyForm.{name}" for name in ("name", "about", "tries", "day", "address", "contact_phone")))
@door("RepresentativeForm.invited_name", "RepresentativeForm.title")
def keeping_a_company(stage: Stage) -> None:
    """The page of a company changed over and over, read by a youth, in the directory and in the search."""
    company = a_company(stage.world, f"Firma {uuid4().hex[:8]}")
    wrong = dict.fromkeys(("name", "about", "tries", "day", "address", "contact_phone"), "x" * 5000)
    stage.post("signe", "edit_company", company.pk, data=wrong)
    for number, (short, long) in enumerate(stage.pairs):
        company.refresh_from_db()
        words = {"name": fit(short, 80), "trade": company.trade_id, "version": company.version, "day": fit(long, 3900)}
        words |= {"about": fit(long, 3900), "tries": fit(short, 60), "address": fit(short, 160)}
        stage.post("signe", "edit_company", company.pk, data=words, look=stage.looks(number))
        stage.post("signe", "edit_company", company.pk, data=words | {"contact_phone": fit(short, 24)}, look=False)
        if stage.looks(number):
            for name, args in (("company", (company.pk,)), ("companies", ())):
                stage.page("freja", name, *args)
    for text in stage.some(40):
        data = {"invited_name": fit(text, 60), "title": fit(text, 40)}
        stage.post("signe", "invite_representative", company.pk, data=data)


@door(*(f"OfferForm.{name}" for name in ("title", "at_8", "at_10", "at_12", "where", "need_not")))
def offering(stage: Stage) -> None:
    company = a_company(stage.world, f"Firma {uuid4().hex[:8]}")
    offer = an_offer(stage.world, company)
    for number, text in enumerate(stage.some(200)):
        offer.refresh_from_db()
        hours = dict.fromkeys(("at_8", "at_10", "at_12", "need_not"), fit(text, 600))
        words = OFFER_WORDS | hours | {"title": fit(text, 80), "where": fit(text, 160), "version": offer.version}
        stage.post("signe", "edit_offer", offer.pk, data=words, look=stage.looks(number))
        stage.post("signe", "new_offer", company.pk, data=words | {"title": " "}, look=stage.looks(number))
        if stage.looks(number):
            for name, args in (("offer", (offer.pk,)), ("offers", ()), ("company", (company.pk,))):
                stage.page("freja", name, *args)


@door("PointForm.title", "PointForm.words", "NotesForm.text", "MeetingForm.link", "AcrossForm.place", "AcrossForm.link")
def meeting_of_companies(stage: Stage) -> None:
    world = stage.world
    group = world.group(world.roskilde, GroupKind.COMPANY_NETWORK)
    starts_at = clock.now() + timedelta(minutes=30)
    meeting = open_meeting(actor=None, group=group, starts_at=starts_at, place="Her", link="https://example.com/")
    across = {"actor": world.ellen, "group": world.group(world.roskilde, GroupKind.TEAM), "across": True}
    open_meeting(starts_at=starts_at + timedelta(days=1), place="Her", link="https://example.com/", **across)
    for number, text in enumerate(stage.some(120)):
        for kind in ("case", "theme"):
            data = {"kind": kind, "title": fit(text, 110), "words": text[:1900], "client_uuid": uuid4()}
            stage.post("mona", "propose_point", meeting.pk, data=data, look=stage.looks(number))
        for point in MeetingPoint.objects.filter(removed_at=None):
            stage.post("mona", "remove_point", point.pk, data={}, look=False)
        when = {"day": starts_at.date(), "begins": "13:00", "minutes": 60, "place": fit(text, 110)}
        stage.post("signe", "move_meeting", meeting.pk, data=when | {"link": fit(text, 250)}, look=False)
        team = world.group(world.roskilde, GroupKind.TEAM)
        stage.post("ellen", "open_meeting_across", data=when | {"link": fit(text, 250), "group": team.pk}, look=False)
    stage.page("signe", "meetings")
    held = open_meeting(actor=None, group=group, starts_at=clock.now() - timedelta(minutes=5))
    for version, text in enumerate(stage.some(60)):
        stage.post("mona", "write_notes", held.pk, data={"text": text, "version": version}, look=stage.looks(version))


@door("SparringForm.question", "SparringForm.body", "SparringForm.meant", "OutcomeForm.outcome", "link")
def asking_companies(stage: Stage) -> None:
    """A question among companies, what came of it, its lists, and the mail that holds it whole; and that mail's link,
    as nobody made it."""
    world, board, sent = stage.world, company_board(stage.world), len(sent_mail.outbox)
    choose_mail(actor=world.mona, rhythms={"sparring_asked": "daily"}, quiet=None)
    for number, (question, body) in enumerate(stage.pairs):
        words = {"question": fit(question, 120), "body": body, "meant": f"{question}:1", "client_uuid": uuid4()}
        stage.post("rashid", "new_sparring", board.pk, data=words, look=stage.looks(number))
        topic = Topic.objects.filter(kind="sparring", author=world.people["rashid"]).last()
        if topic and stage.looks(number):
            stage.page("mona", "topic", topic.pk)
            stage.post("rashid", "close_sparring", topic.pk, data={"outcome": fit(question, 300)})
            stage.ask("visitor", "come_in", link=question)
            stage.post("visitor", "come_in", data={"link": question}, look=False)
    # Some stay open, on the home and on the list.
    for question, body in stage.pairs[:5]:
        words = {"question": fit(question, 120), "body": body, "meant": "", "client_uuid": uuid4()}
        stage.post("rashid", "new_sparring", board.pk, data=words, look=False)
    stage.page("mona", "sparring")
    stage.page("mona", "since_last")
    with clock.at(clock.now() + timedelta(days=2)):
        deliver_due()
    for message in sent_mail.outbox[sent:]:
        stage.mail("digest", message)
    assert len(sent_mail.outbox) > sent


@door(*(f"{form}.{name}" for form in ("PracticeForm", "PracticeWordsForm") for name in ("title", *FIELDS, "tags")))
@door("TriedForm.line")
def sharing_practice(stage: Stage) -> None:
    """Practice in four fields, changed afterwards, tried elsewhere; and the wall of cards."""
    workplaces(stage.world)
    board = board_of(stage.world)
    for number in range(21):
        alike = share(stage.world, "mona", title=f"Én makker {number}", reach="across", tags=["makker"])
    stage.page("rashid", "topic", alike.pk)
    stage.page("rashid", "practices")
    titles = enough(stage.sample, 30)
    for number, (title, words) in enumerate(zip(titles, groups(stage.packed, len(FIELDS)), strict=False)):
        said = dict(zip(FIELDS, words, strict=False)) | {"title": fit(title, 110), "tags": fit(title, 30)}
        sent = said | {"reach": "across", "client_uuid": uuid4()}
        looks = stage.looks(number)
        stage.post("mona", "new_practice", board.pk, data=sent, read=[said["title"]], look=looks)
        story = Post.objects.filter(kind="practice").latest("pk")
        stage.post("line", "say_tried", story.topic_id, data={"line": fit(title, 290)}, look=looks)
        if looks:
            said = dict(zip(FIELDS, reversed(words), strict=False)) | {"title": fit(title, 100), "tags": fit(title, 20)}
            stage.post("mona", "edit_post", story.pk, data=said, read=[said["title"]])
            stage.page("mona", "post_history", story.pk)
            stage.page("line", "practice_tries", story.topic_id)
            stage.page("rashid", "practices")
    stage.page("mona", "notifications")


@door("RoundUpForm.title", "RoundUpForm.intro", "RoundUpItemForm.line")
def rounding_up(stage: Stage) -> None:
    """The draft changed over and over by programme staff, and at last sent."""
    workplaces(stage.world)
    practice = share(stage.world, "mona", reach="across").practice
    draft = RoundUp.objects.create(quarter=date(2030 + RoundUp.objects.count(), 1, 1), title="Prøvet mest")
    item = RoundUpItem.objects.create(round_up=draft, practice=practice, position=1)
    for number, (title, intro) in enumerate(stage.pairs):
        draft.refresh_from_db()
        line = {f"item-{item.pk}-line": fit(title, 290), f"item-{item.pk}-chosen": "on"}
        data = {"title": fit(title, 110), "intro": intro, "version": draft.version} | line
        stage.post("ellen", "edit_round_up", draft.pk, data=data, look=stage.looks(number))
    stage.page("ellen", "edit_round_up", draft.pk)
    stage.post("ellen", "send_round_up", draft.pk, data={})
    stage.page("rashid", "round_up", draft.pk)
    stage.page("rashid", "round_ups")

"""What youths, staff and companies alike write: boards, chat, meetings, people, searches and mails."""

from datetime import timedelta
from uuid import uuid4

from django.core import mail as sent_mail
from django.utils import timezone

from community import clock
from community.house_rules.models import HouseRules
from community.house_rules.operations import rules_to_cite
from community.meetings.models import Meeting
from community.meetings.operations import open_meeting
from community.membership.operations import begin_membership
from community.notifications.operations import choose_mail
from community.notifications.outbox import deliver_due
from community.people.models import Person
from community.reactions.models import ReactionWord
from community.roles import GroupKind, Role
from forums.drafts.models import Draft
from forums.reading.operations import follow_board
from forums.tags.models import Tag
from forums.topics.models import Topic
from forums.topics.operations import post_topic
from tests.doors.registry import DOORS, door, name_from, shifted
from tests.personas import make_person
from tests.samples import hung_photo, photo, taken
from tests.stage import Stage, enough, fit, groups, shown
from tests.tellings import answer, answer_to, company_board, company_topic, deliver_after, youth_board, youth_topic
from youth_network.agendas.hosting import take_role
from youth_network.agendas.models import Agenda
from youth_network.agendas.models import Role as MeetingRole
from youth_network.agendas.operations import propose_item
from youth_network.live_meetings.frame import take_turn
from youth_network.live_meetings.running import end_meeting, finish_item, go_to_check_out, go_to_items, start_meeting
from youth_network.witnessing.models import STEPS


def _boards(stage: Stage, who: str, board: int) -> None:
    """All pages of a board, from the newest to the oldest."""
    query = ""
    while True:
        page = stage.page(who, "board", board, query=query)
        if not page.context["older"]:
            return
        query = "?before=" + page.context["older"].replace("+", "%2B")


@door("TopicForm.title", "TopicForm.body", "TopicForm.tags", "TopicForm.meant")
def telling(stage: Stage) -> None:
    board = youth_board(stage.world)
    bodies = enough(stage.packed, 30)
    titles = enough(stage.sample, len(bodies))
    tags, meant = shifted(titles, 7), shifted(titles, 13)
    for number, (title, body, tag, who) in enumerate(zip(titles, bodies, tags, meant, strict=False)):
        words = {"title": fit(title, 110), "body": body, "tags": fit(tag, 30), "meant": f"{who}:1\n{who}"}
        data = words | {"kind": "experience", "wish": "tried", "client_uuid": uuid4()}
        stage.post("freja", "new_topic", board.pk, data=data, read=[words["title"]], look=stage.looks(number))
        if stage.looks(number):
            stage.ask("amina", "suggest_tags", board.pk, begins=fit(tag, 3))
    _boards(stage, "amina", board.pk)
    stage.page("amina", "since_last")
    for tag in Tag.objects.all()[:: stage.look]:
        stage.page("amina", "board_tag", board.pk, tag.pk, read=[tag.name])
    stage.page("signe", "edit_tags", stage.world.roskilde.pk)


@door("ReplyForm.body", "ReplyForm.meant")
def answering(stage: Stage) -> None:
    for bodies in groups(stage.packed, 25):
        topic = youth_topic(stage.world)
        for body in bodies:
            data = {"body": body, "meant": f"{body[:60]}:3", "client_uuid": uuid4()}
            stage.post("amina", "post_reply", topic.pk, data=data, look=False)
        stage.page("freja", "topic", topic.pk)
        for position in range(1, len(bodies) + 1, 8):
            stage.page("freja", "topic", topic.pk, query=f"?quote={position}")
    stage.page("freja", "notifications")
    # More than a page of them, each time.
    for _number in range(21):
        answer(stage.world, youth_topic(stage.world), "amina")
    stage.page("freja", "notifications")


@door(*(f"{form}.{step}" for form in ("WitnessForm", "LetterWordsForm") for step in STEPS))
def witnessing(stage: Stage) -> None:
    """The steps of a letter, kept on the way, sent at last and changed afterwards."""
    for number, words in enumerate(groups(stage.packed, len(STEPS))):
        topic = youth_topic(stage.world)
        said = dict(zip(STEPS, words, strict=False)) | {"client_uuid": uuid4()}
        stage.post("amina", "witness_topic", topic.pk, data=said | {"to": "4"}, read=words, look=stage.looks(number))
        stage.post("amina", "witness_topic", topic.pk, data=said | {"to": "send"}, read=words)
        letter = topic.posts.filter(kind="witness").first()
        if letter and stage.looks(number):
            said = dict(zip(STEPS, reversed(words), strict=False))
            stage.post("amina", "edit_post", letter.pk, data=said, read=words)
            stage.page("amina", "post_history", letter.pk, read=words)


@door(*(f"StoryWordsForm.{name}" for name in ("title", "body", "tags", "meant")))
@door("ReplyWordsForm.body", "ReplyWordsForm.meant")
def editing(stage: Stage) -> None:
    """The same story and answer changed over and over; then what they said before."""
    for many in groups(stage.pairs, 20):
        topic = youth_topic(stage.world)
        story, reply = topic.posts.get(position=0), answer(stage.world, topic, "amina")
        for number, (title, body) in enumerate(many):
            words = {"title": fit(title, 110), "body": body, "tags": fit(title, 30), "meant": f"{title}:1"}
            stage.post("freja", "edit_post", story.pk, data=words, look=stage.looks(number))
            stage.post("amina", "edit_post", reply.pk, data={"body": body, "meant": f"{title}:2"}, look=False)
        stage.page("freja", "topic", topic.pk)
        stage.page("freja", "edit_post", story.pk)
        stage.page("amina", "edit_post", reply.pk)
        stage.page("freja", "post_history", story.pk)
        stage.post("signe", "post_history", reply.pk, data={"reason": "asked"})


@door("draft values", "draft_key", "draft_version", "DraftForm.draft_key", "DraftForm.draft_device")
def beginning(stage: Stage) -> None:
    """Words of a draft, whatever its fields are called; on two devices; under a key that is none."""
    board = youth_board(stage.world)
    for number, text in enumerate(stage.sample):
        data = {"draft_key": f"topic:{board.pk}", "title": text, "body": text, fit(text, 30) or "x": text}
        stage.post("freja", "save_draft", data=data, look=stage.looks(number))
        if stage.looks(number):
            stage.page("freja", "new_topic", board.pk, read=[fit(text, 20)])
            other = {"draft_device": "phone", "draft_version": 1, "body": f"{text} til"}
            stage.post("freja", "save_draft", data=data | other)
            stage.post("freja", "save_draft", data=data | {"draft_device": fit(text, 40)})
            stage.post("freja", "save_draft", data=data | {"draft_version": text})
            stage.post("freja", "discard_draft", data={"draft_key": f"topic:{board.pk}", "start_over": text})
        for name in ("save_draft", "discard_draft"):
            stage.post("freja", name, data={"draft_key": fit(text, 100), "body": text}, look=False)
        Draft.objects.all().delete()


@door("MessageForm.body", "EditForm.body")
def chatting(stage: Stage) -> None:
    room = youth_board(stage.world).space.room
    now = clock.now()
    for number, text in enumerate(enough(stage.packed, 60)):
        with clock.at(now + timedelta(seconds=10 * number)):
            data = {"body": text, "client_uuid": uuid4()}
            stage.post("freja", "send_message", room.pk, data=data, read=[data["body"]], look=stage.looks(number))
            if number % 6 == 5:
                seq = room.messages.latest("seq").seq
                stage.post("freja", "edit_message", room.pk, seq, data={"body": text[::-1]}, look=stage.looks(number))
                stage.page("amina", "chat_message", room.pk, seq)
        if number % 40 == 39:
            stage.page("amina", "chat_room", room.pk)
            stage.page("tine", "chat")
    with clock.at(now + timedelta(days=1)):
        stage.post("freja", "send_message", room.pk, data={"body": "", "client_uuid": uuid4()})


@door("begins", "ProfileForm.display_name", "ProfileForm.about", "ProfileForm.phone")
def naming_oneself(stage: Stage) -> None:
    """Five people take the texts as names, and all of them are seen where people are."""
    people = ("freja", "amina", "jonas", "tine", "signe")
    topic = youth_topic(stage.world)
    for who in people[1:]:
        answer(stage.world, topic, who)
    for number, names in enumerate(groups(list(stage.sample), len(people))):
        for who, name in zip(people, names, strict=False):
            data = {"display_name": name_from(name), "about": fit(name, 200), "phone": fit(name, 24), "language": "da"}
            stage.post(who, "edit_profile", data=data, look=stage.looks(number))
            stage.ask("tine", "people_to_name", topic.board.space_id, begins=fit(name, 4))
        stage.page("tine", "topic", topic.pk)
        if stage.looks(number):
            stage.page("tine", "board", topic.board_id)
            stage.page("signe", "members", stage.world.roskilde.pk)
            stage.page("freja", "notifications")
            stage.page("freja", "since_last")
            stage.page("freja", "topic", topic.pk, query="?quote=1")
            for words in ("cold", fit(names[0], 200)):
                stage.post("tine", "search", data={"words": words})


@door("SearchForm.words", "SearchForm.tag", "SearchForm.place")
def searching(stage: Stage) -> None:
    """Each text is looked for among the texts."""
    board = youth_board(stage.world)
    for title, body in stage.pairs[:200]:
        data = {"title": fit(title, 110), "body": body, "tags": fit(title, 30), "kind": "experience", "wish": "tried"}
        stage.post("freja", "new_topic", board.pk, data=data | {"client_uuid": uuid4()}, look=False)
    # More than a page of results, and people, each time.
    for number in range(25):
        post_topic(actor=stage.world.jonas, board=board, kind="question", title=f"fælles {number}", body="fælles " * 90)
    for words in ("fælles", "fælles freja", "freja", "intetsteds", "x" * 201):
        stage.post("amina", "search", data={"words": words, "tag": words[:61]})
        stage.post("amina", "search", data={"words": words})
    for number, text in enumerate(stage.texts[:: stage.every // 5 or 1]):
        data = {"words": fit(text, 200)} if number % 4 else {"tag": fit(text, 60), "words": ""}
        stage.post("amina", "search", data=data, look=stage.looks(number))
    for number, text in enumerate(stage.some(500)):
        for name in ("kind", "space", "since", "place", "author"):
            stage.post("amina", "search", data={"words": "hej", name: text}, look=number % 9 == 0)


@door("DescriptionForm.description", "description-", "files", "leave-out")
def describing_pictures(stage: Stage) -> None:
    topic = youth_topic(stage.world)
    story = topic.posts.get(position=0)
    picture = hung_photo(stage.world.freja, story)
    waiting = taken(stage.world.freja, photo(fill="#123456"))
    for number, text in enumerate(stage.sample):
        data = {"title": "Billede", "files": [str(picture.uuid)], f"description-{picture.uuid}": fit(text, 300)}
        stage.post("freja", "edit_post", story.pk, data=data, look=stage.looks(number))
        stage.post("freja", "describe_attachment", waiting.uuid, data={"description": fit(text, 300)}, look=False)
        if stage.looks(number):
            stage.page("amina", "attachment", picture.uuid)
            data |= {"files": [str(picture.uuid), text], "leave-out": text}
            stage.post("freja", "edit_post", story.pk, data=data)
    stage.page("amina", "topic", topic.pk)
    stage.page("freja", "post_history", story.pk)


def standing_in_lists(stage: Stage) -> None:
    """All texts where fields of one line are read, put there as the forms would have left them: twenty a page."""
    world, board = stage.world, youth_board(stage.world)
    youth_topic(world)  # so that there is an older page each time
    people = [make_person(f"ung{number}.{stage.begin}.{len(stage.texts)}") for number in range(20)]
    for person in people:
        begin_membership(actor=world.signe, person=person, role=Role.YOUTH, group=world.torsdagsholdet)
    topics = [post_topic(actor=person, board=board, kind="experience", title="x") for person in people]
    for person in people[1:]:
        answer_to(actor=person, topic=topics[0], body="x")
    words = list(board.space.reaction_words.all())
    for number, texts in enumerate(groups(enough(stage.texts, 20), 20)):
        lines = [" ".join(shown(text).split()) or "x" for text in texts]
        for person, topic, line in zip(people, topics, lines, strict=False):
            person.display_name, person.about = line[:60], line[:200]
            topic.title, topic.tag_names = line[:120], [[1, line[:30]]]
        for word, line in zip(words, dict.fromkeys(line[:30].lower() for line in lines), strict=False):
            word.text = line
        Person.objects.bulk_update(people, ["display_name", "about"])
        Topic.objects.bulk_update(topics, ["title", "tag_names"])
        ReactionWord.objects.bulk_update(words, ["text"])
        stage.page("amina", "board", board.pk, read=[line[:120] for line in lines])
        stage.page("amina", "topic", topics[0].pk, read=[line[:60] for line in lines])
        if stage.looks(number):
            stage.page("signe", "members", world.roskilde.pk)
            stage.page("amina", "since_last")
            stage.page("signe", "reaction_words", world.roskilde.pk)


DOORS["standing_in_lists"] = standing_in_lists


@door("body", "meant")
def looking_ahead(stage: Stage) -> None:
    """The look of the words before they are sent, by what makes them when they are posted: each text alone, since one
    that swallows what follows would hide the others."""
    space = youth_board(stage.world).space
    for text in stage.texts:
        stage.post("freja", "preview_words", space.pk, data={"body": fit(text, 20_000), "meant": f"{text[:50]}:1"})


@door("WordForm.text", "TagNameForm.name")
def keeping_words_in_order(stage: Stage) -> None:
    """A consultant gives tags and words of reaction other names."""
    topic = youth_topic(stage.world)
    answer(stage.world, topic, "amina")
    space = topic.board.space
    word, story = space.reaction_words.first(), topic.posts.get(position=0)
    stage.post("freja", "edit_post", story.pk, data={"title": "Mærket", "tags": "mad, kaffe"}, look=False)
    tag = Tag.objects.filter(items__content_object=topic).earliest("pk")
    for number, text in enumerate(stage.sample):
        look = stage.looks(number)
        stage.post("signe", "rename_reaction_word", word.pk, data={"text": fit(text, 30)}, look=look)
        stage.post("signe", "rename_tag", tag.pk, data={"name": fit(text, 30)}, look=look)
        if look:
            stage.post("signe", "add_reaction_word", space.pk, data={"text": text})
            space.reaction_words.exclude(pk=word.pk).delete()
            stage.page("freja", "topic", topic.pk)


@door("_TimeAndPlace.place", "SeriesForm.place", "MeetingForm.place", "ReasonForm.reason")
def arranging_meetings(stage: Stage) -> None:
    """Places and reasons of a group's meetings, read on its pages and in its calendars."""
    group, begins = stage.world.torsdagsholdet, {"begins": "13:00", "minutes": 90}
    for number, text in enumerate(stage.some(200)):
        day = timezone.localdate() + timedelta(days=2 + number % 60)
        said = begins | {"day": day.isoformat(), "place": fit(text, 120)}
        stage.post("signe", "open_meeting", group.pk, data=said, look=False)
        stage.post("signe", "set_series", group.pk, data=begins | {"weekday": 3, "place": fit(text, 120)}, look=False)
        meeting = Meeting.objects.held().filter(group=group, series=None).order_by("pk").last()
        if meeting is None:
            # The form would not have this place.
            continue
        stage.post("signe", "move_meeting", meeting.pk, data=said | {"minutes": 60}, look=False)
        stage.post("signe", "cancel_meeting", meeting.pk, data={"reason": fit(text, 300)}, look=stage.looks(number))
    stage.page("freja", "group_meetings", group.pk)
    stage.page("freja", "answer_meeting", Meeting.objects.latest("pk").pk)
    stage.post("signe", "end_series", group.pk, data={"reason": "<b>"})


@door(
    "ItemProposalForm.title", "PracticalForm.title", "TakingDownForm.reason", "ChairForm.words", "HouseRulesForm.rules"
)
@door("TakeawayForm.takeaway", "AgreementForm.what", "SettlingForm.became", "ChairAnswerForm.answer")
@door("answer", "CorrectionForm.words", "CorrectionForm.before", "CorrectionForm.line")
def meeting(stage: Stage) -> None:
    """All that is written at a table before, while and after a meeting is held, read on its pages."""
    world, group = stage.world, stage.world.torsdagsholdet
    starts_at = clock.now() + timedelta(minutes=30)
    first = open_meeting(actor=None, group=group, starts_at=starts_at).pk
    agenda = Agenda.objects.get(pk=first)
    own = {"minutes": 10, "form": "talk"}
    texts = stage.some(120)
    for text in texts:
        data = own | {"title": fit(text, 110), "client_uuid": uuid4()}
        stage.post("freja", "propose_item", first, data=data, look=False)
    stage.post("signe", "propose_practical", first, data={"title": fit(texts[0], 110)}, look=False)
    down = propose_item(actor=world.freja, group=group, title="<b>")
    rule = rules_to_cite(group).first()
    stage.post("signe", "take_item_down", down.pk, data={"rule": rule.pk if rule else 0, "reason": texts[0]})
    places = list(agenda.placements.filter(outcome="waiting", practical=False).order_by("pk"))
    for place, text in zip(places, texts, strict=False):
        stage.post("amina", "leave_chair", place.pk, data={"words": fit(text, 600)}, look=False)
    stage.page("freja", "agenda", first)
    take_role(actor=world.freja, agenda=agenda, role=MeetingRole.HOST)
    start_meeting(actor=world.freja, agenda=agenda)
    go_to_items(actor=world.freja, agenda=agenda)
    for number, text in enumerate(shifted(list(texts), 5)):
        agenda.refresh_from_db()
        if agenda.current is None:
            break
        place = agenda.current
        stage.post("freja", "write_takeaway", place.pk, data={"takeaway": fit(text, 300)}, look=False)
        data = {"what": fit(text, 300), "client_uuid": uuid4()}
        stage.post("freja", "make_agreement", first, data=data, look=stage.looks(number))
        for chair in place.chairs.all():
            stage.post("freja", "answer_chair", chair.pk, data={"answer": fit(text, 600)}, look=False)
        stage.page("amina", "live_meeting", first)
        finish_item(actor=world.freja, placement=place)
    for agreement, text in zip(agenda.agreements.all(), shifted(list(texts), 9), strict=False):
        settled = {"state": "kept", "became": fit(text, 300)}
        stage.post("freja", "settle_agreement", first, agreement.pk, data=settled, look=False)
    go_to_check_out(actor=world.freja, agenda=agenda)
    take_turn(actor=world.freja, agenda=agenda, membership=world.membership("freja"))
    end_meeting(actor=world.freja, agenda=agenda)
    for text in stage.some(60):
        line = {"line": "remark", "words": fit(text, 900), "before": Agenda.objects.get(pk=first).remark}
        stage.post("freja", "correct_minutes", first, data=line, look=False)
        stage.post("freja", "correct_minutes", first, data=line | {"before": text, "line": fit(text, 40)})
        stage.post("freja", "correct_minutes", first, data=line | {"before": text})
    for who, name, key in (
        ("amina", "minutes", first),
        ("amina", "past_meetings", group.pk),
        ("amina", "agenda_balance", group.pk),
    ):
        stage.page(who, name, key)
    for text in stage.some(40):
        stage.post("freja", "propose_house_rules", group.pk, data={"rules": text}, look=False)
        stage.page("amina", "house_rules", group.pk)
        for rules in HouseRules.objects.filter(group=group, adopted_at=None, fell_at=None).exclude(version=1):
            stage.post("freja", "take_back_house_rules", rules.pk, data={}, look=False)


@door("GroupForm.name", "NetworkForm.name", "NetworkForm.municipality")
def founding(stage: Stage) -> None:
    for text in stage.some(200):
        stage.post("signe", "make_group", stage.world.roskilde.pk, data={"name": fit(text, 80)}, look=False)
        data = {"name": fit(text, 80), "municipality": fit(text, 80)}
        stage.post("ellen", "networks", data=data)
    for _again in range(2):
        stage.post("signe", "make_group", stage.world.roskilde.pk, data={"name": "<b>"})
    stage.page("ellen", "networks")
    for name in ("edit_tags", "reaction_words"):
        stage.page("signe", name, stage.world.roskilde.pk)
    stage.page("signe", "search")
    stage.page("signe", "network")


@door("InviteForm.invited_name", "InviteForm.title", "token", "AcceptForm.display_name", "AcceptForm.email")
@door("EmailCodeForm.code")
def inviting(stage: Stage) -> None:
    """A letter with the texts on it, opened by somebody who answers with them, and its code."""
    roskilde = stage.world.roskilde
    companies = stage.world.group(roskilde, GroupKind.COMPANY_NETWORK)
    for number, text in enumerate(stage.some(500)):
        said = {"place": f"{Role.COMPANY}:{companies.pk}", "invited_name": fit(text, 60), "title": fit(text, 80)}
        made = stage.post("signe", "invite", roskilde.pk, data=said)
        token = made.context.get("token")
        if not token:
            stage.post("signe", "invitation_card", data={"token": text}, look=False)
            continue
        stage.post("signe", "invitation_card", data={"token": token})
        values = {"way": "passkey", "language": "da"}
        stage.post("visitor", "invitation", token, data=values | {"display_name": text, "email": text})
        values |= {"display_name": name_from(text), "email": f"ny{number}@example.com"}
        stage.post("visitor", "invitation", token, data=values)
        stage.post("visitor", "invitation_code", token, data={"code": fit(text, 12)})
    stage.page("signe", "members", roskilde.pk)


@door("SignInForm.email", "AddPasskeyForm.name", "AddPasskeyForm.credential", "AppForm.code", "code", "next")
@door("PasskeySignInForm.credential")
def signing_in(stage: Stage) -> None:
    for text in stage.some(500):
        stage.post("visitor", "account_login", data={"email": text})
        stage.post("freja", "mfa_add_webauthn", data={"name": text, "credential": text})
        stage.post("freja", "mfa_activate_totp", data={"code": fit(text, 12)})
        stage.post("freja", "account_reauthenticate", data={"code": text, "next": text})
        stage.post("visitor", "mfa_login_webauthn", data={"credential": text}, look=False)


def mailing(stage: Stage) -> None:
    """The company space alone: its mails hold what was written, at once and gathered."""
    world = stage.world
    follow_board(actor=world.rashid, board=company_board(world), following="follow")
    choose_mail(actor=world.tine, rhythms=dict.fromkeys(("reply_posted", "topic_posted", "mention_posted"), "daily"))
    # At noon on a day when all of them are there: nobody's quiet hours hold a mail back.
    now, sent = (clock.now() + timedelta(days=1)).replace(hour=11), len(sent_mail.outbox)
    for number, (name, body) in enumerate(stage.pairs):
        with clock.at(now + timedelta(minutes=10 * number)):
            profile = {"display_name": name_from(name), "language": "da"}
            stage.post("mona", "edit_profile", data=profile, look=False)
            words = {"title": fit(name, 110), "body": body, "kind": "question", "client_uuid": uuid4()}
            told = stage.post("mona", "new_topic", company_board(world).pk, data=words, look=False)
            told_of = (
                Topic.objects.filter(author=world.people["mona"]).latest("pk") if told.status_code == 302 else None
            )
            topic = told_of or company_topic(world)
            with clock.at(clock.now() + timedelta(minutes=1)):
                deliver_after()
            for who in ("rashid", "tine"):
                answer(world, topic, who)
            stage.post("mona", "post_reply", topic.pk, data={"body": body, "client_uuid": uuid4()}, look=False)
            deliver_after()
    with clock.at(now + timedelta(days=90)):
        deliver_due()
    for message in sent_mail.outbox[sent:]:
        stage.mail("digest" if "<h2>" in message.alternatives[0][0] else "mail", message)
    assert {document.name for document in stage.documents} == {"mail", "digest"}


DOORS["mailing"] = mailing

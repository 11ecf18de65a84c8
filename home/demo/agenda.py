"""The demo group's meetings: those that were, with their minutes, and the one that comes with its agenda.

Through the operations, with the clock set to each moment; loading again changes nothing.
"""

from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from community import clock
from community.house_rules.models import HouseRules
from community.house_rules.operations import in_force, propose_house_rules, vote_on_house_rules
from community.meetings.models import Meeting, MeetingSeries
from community.meetings.occurrences import in_week_of, local_day, moment
from community.meetings.operations import answer_meeting
from community.meetings.weekly import make_due_meetings, set_series
from community.membership.models import Group, Membership
from community.people.models import Person
from forums.topics.models import Topic
from home.demo.people import content, uuid_of
from youth_network.agendas.hosting import order_items, take_role
from youth_network.agendas.models import Agenda, AgendaItem, Placement, Role
from youth_network.agendas.operations import (
    propose_item,
    propose_practical,
    take_item_down,
    vote_on_item,
)
from youth_network.agendas.order import table_of
from youth_network.agendas.policy import waits
from youth_network.live_meetings.agreements import make_agreement, settle_agreement
from youth_network.live_meetings.chairs import answer_chair, leave_chair
from youth_network.live_meetings.frame import take_turn
from youth_network.live_meetings.running import (
    end_meeting,
    finish_item,
    go_to_check_out,
    go_to_items,
    start_item,
    start_meeting,
    write_takeaway,
)

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
BECAME = {"gjort": "kept", "undervejs": "under_way"}
ROLES = {"vært": Role.HOST, "tidsholder": Role.TIMEKEEPER, "tager_imod": Role.GREETER}
#: How many weeks before the coming meeting the group began to meet.
FIRST = 4


@lru_cache
def past() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "past_meetings.yaml").read_text())


def _hours(text: str) -> tuple[time, int]:
    """ "13.00–14.30" as the hour it begins and its minutes."""
    begins, ends = (datetime.strptime(part.strip(), "%H.%M") for part in text.split("–"))
    return begins.time(), int((ends - begins).total_seconds() / 60)


def load_meetings(people: dict[str, Person]) -> None:
    """Every group's weekly rhythm, and for the group of the file its meetings and agenda."""
    ours = content()["dagsorden"]
    for place in content()["netvaerk"]:
        group = Group.objects.get(network__name=place["navn"], name=place["hold"])
        if MeetingSeries.objects.filter(group=group).exists():
            continue
        consultant = _consultant(people, group)
        begins, minutes = _hours(place["moedetid"])
        weekday = WEEKDAYS.index(place["moededag"])
        rhythm = {"weekday": weekday, "begins": begins, "minutes": minutes, "place": place["sted"]}
        if place["id"] == ours["netvaerk"]:
            Story(people, group, consultant).load(rhythm)
        else:
            set_series(actor=consultant, group=group, **rhythm)


def _consultant(people: dict[str, Person], group: Group) -> Person:
    present = Membership.objects.current().filter(network=group.network, role="consultant").order_by("pk")
    return next(person for person in people.values() if person.pk == present[0].person_id)


class Story:
    """One group's meetings, told in order."""

    def __init__(self, people: dict[str, Person], group: Group, consultant: Person) -> None:
        self.people, self.group, self.consultant = people, group, consultant

    def who(self, name: str) -> Person:
        # Afresh: what is true of somebody's memberships depends on the moment.
        return Person.objects.get(pk=self.people[name].pk)

    def membership(self, name: str) -> Membership:
        return Membership.objects.get(person=self.people[name], network=self.group.network, ended_at=None)

    @transaction.atomic
    def load(self, rhythm: dict[str, Any]) -> None:
        now = clock.now()
        day = in_week_of(local_day(now), rhythm["weekday"])
        if moment(day, rhythm["begins"]) + timedelta(minutes=rhythm["minutes"]) <= now:
            day += timedelta(days=7)
        first = day - timedelta(weeks=FIRST)
        began = moment(first, rhythm["begins"]) - timedelta(days=6)
        with clock.at(began):
            set_series(actor=self.consultant, group=self.group, first_day=first, **rhythm)
        for meeting in past()["møder"]:
            starts = moment(day - timedelta(weeks=meeting["uger_siden"]), rhythm["begins"])
            self.hold(self.agenda_at(starts), meeting)
        with clock.at(now):
            make_due_meetings()
        self.lay(self.agenda_at(moment(day, rhythm["begins"])), now)

    def agenda_at(self, starts: datetime) -> Agenda:
        meeting = Meeting.objects.get(group=self.group, starts_at=starts)
        return Agenda.objects.select_related("meeting__group").get(pk=meeting.pk)

    def topic(self, key: str) -> Topic | None:
        return Topic.objects.filter(client_uuid=uuid_of("topic", key)).first()

    def propose(self, row: dict[str, Any]) -> AgendaItem:
        """As in life: an item that grew out of a topic names it where the topic stood by then."""
        topic = self.topic(row["emne"]) if row.get("emne") else None
        if topic and topic.created_at > clock.now():
            topic = None
        return propose_item(
            actor=self.who(row["af"]),
            group=self.group,
            title=row["titel"],
            minutes=row.get("minutter", 10),
            form=row.get("form", "talk"),
            topic=topic,
        )

    def hold(self, agenda: Agenda, story: dict[str, Any]) -> None:
        """One meeting as it was: proposed two days before, voted, held, ended."""
        starts = agenda.meeting.starts_at
        places: dict[str, Placement] = {}
        with clock.at(agenda.closes_at - timedelta(hours=24)):
            for row in story["punkter"]:
                if row.get("praktisk"):
                    item = propose_practical(actor=self.who(row["af"]), agenda=agenda, title=row["titel"])
                elif title := row.get("tager_over"):
                    item = AgendaItem.objects.get(group=self.group, title=title)
                else:
                    item = self.propose(row)
                title = item.title
                places[title] = Placement.objects.get(agenda=agenda, item=item)
            for row in story["punkter"]:
                for name in row.get("stemmer", ()):
                    vote_on_item(actor=self.who(name), placement=places[row.get("titel") or row["tager_over"]])
            for name in story["kommer"]:
                answer_meeting(actor=self.who(name), meeting=agenda.meeting, answer="coming")
            for word, role in ROLES.items():
                take_role(actor=self.who(story[word]), agenda=agenda, role=role)
            if chair := story.get("stol"):
                reader = self.membership(chair["læses_af"])
                author = self.who(chair["af"])
                leave_chair(actor=author, placement=places[chair["punkt"]], words=chair["ord"], reader=reader)
        with clock.at(agenda.closes_at - timedelta(hours=3)):
            for row in story["punkter"]:
                if down := row.get("taget_ned"):
                    self.take_down(places[row["titel"]].item, down)
        self.adopt(story, starts)
        self.meet(agenda, story, places, starts)

    def take_down(self, item: AgendaItem, down: dict[str, Any]) -> None:
        rules = in_force(self.group).lines.all()
        rule = next((line for line in rules if line.text == down["regel"]), None) or rules[0]
        take_item_down(actor=self.who(down["af"]), item=item, rule=rule, reason=down["hvorfor"])

    def adopt(self, story: dict[str, Any], starts: datetime) -> None:
        rules = past()["husregler"]
        if rules["vedtaget_uger_siden"] != story["uger_siden"]:
            return
        with clock.at(starts + timedelta(hours=2)):
            lines = rules["regler"]
            proposal = propose_house_rules(actor=self.who(rules["foreslået_af"]), group=self.group, lines=lines)
            for name in story["kommer"]:
                if HouseRules.objects.get(pk=proposal.pk).adopted_at is None:
                    vote_on_house_rules(actor=self.who(name), rules=proposal, yes=True)

    def meet(self, agenda: Agenda, story: dict[str, Any], places: dict[str, Placement], starts: datetime) -> None:
        host = self.people[story["vært"]].pk
        lead = lambda: Person.objects.get(pk=host)  # noqa: E731
        at = starts
        with clock.at(at):
            start_meeting(actor=lead(), agenda=agenda)
            for name in story["kommer"]:
                take_turn(actor=self.who(name), agenda=agenda, membership=self.membership(name))
            talked = [row for row in story["punkter"] if row.get("udfald")]
            keys = [places[row.get("titel") or row["tager_over"]].pk for row in talked]
            rest = [place.pk for place in table_of(agenda) if waits(place) and place.pk not in keys]
            order_items(actor=lead(), agenda=agenda, placements=keys + rest)
            at += timedelta(minutes=6)
        with clock.at(at):
            go_to_items(actor=lead(), agenda=agenda)
        for row, key in zip(talked, keys, strict=True):
            with clock.at(at):
                place = Placement.objects.select_related("agenda__meeting__group", "item").get(pk=key)
                start_item(actor=lead(), placement=place)
                at += timedelta(minutes=row["brugt"])
            with clock.at(at):
                self.write(agenda, place, row, story, lead())
                outcome = "parked" if row["udfald"] == "parkeret" else "discussed"
                finish_item(actor=lead(), placement=place, outcome=outcome, then_next=False)
        with clock.at(at + timedelta(minutes=4)):
            go_to_check_out(actor=lead(), agenda=agenda)
            end_meeting(actor=lead(), agenda=agenda)
        self.settle(agenda, talked, at + timedelta(days=6))

    def write(self, agenda: Agenda, place: Placement, row: dict[str, Any], story: dict[str, Any], lead: Person) -> None:
        if row.get("tager_med"):
            write_takeaway(actor=lead, placement=place, words=row["tager_med"])
        for agreed in row.get("aftaler", ()):
            due = local_day(clock.now()) + timedelta(days=agreed["dage"]) if "dage" in agreed else None
            owner = self.membership(agreed["hvem"])
            make_agreement(actor=lead, agenda=agenda, placement=place, what=agreed["hvad"], owner=owner, due=due)
        for chair in place.chairs.select_related("placement__agenda__meeting__group"):
            answer_chair(actor=lead, chair=chair, words=story["stol"]["svar"])

    def settle(self, agenda: Agenda, talked: list[dict[str, Any]], at: datetime) -> None:
        settled = {a["hvad"]: a for row in talked for a in row.get("aftaler", ()) if "blev" in a}
        for agreement in agenda.agreements.filter(what__in=settled):
            row = settled[agreement.what]
            with clock.at(min(at, clock.now())):
                actor = self.who(row["hvem"])
                settle_agreement(actor=actor, agreement=agreement, state=BECAME[row["blev"]], became=row["hvordan"])

    def lay(self, agenda: Agenda, now: datetime) -> None:
        """The coming meeting with the items, roles and votes of the file."""
        rows = content()["dagsorden"]
        names = list(dict.fromkeys(row["forslag_af"] for row in rows["punkter"]))
        # On the eve of the meeting its votes are closed: then they were cast the evening before.
        with clock.at(min(now, agenda.closes_at - timedelta(hours=2))):
            for row in rows["punkter"]:
                self.propose(
                    {
                        "af": row["forslag_af"],
                        "titel": row["titel"],
                        "minutter": row["minutter"],
                        "emne": row["fra_emne"],
                        "form": "round" if row["titel"].startswith("Runde") else "talk",
                    }
                )
            propose_practical(actor=self.consultant, agenda=agenda, title="Hvem kommer ind, når døren er låst?")
            self.spread_votes(agenda, rows["punkter"], names)
            for word, role in (("vaert", Role.HOST), ("tidsholder", Role.TIMEKEEPER), ("tager_imod", Role.GREETER)):
                take_role(actor=self.who(rows[word]), agenda=agenda, role=role)
            for name in names:
                answer_meeting(actor=self.who(name), meeting=agenda.meeting, answer="coming")

    def spread_votes(self, agenda: Agenda, rows: list[dict[str, Any]], names: list[str]) -> None:
        """As many votes on each item as the file says, spread over the youths: the one with most votes left first."""
        left = dict.fromkeys(names, 3)
        for row in sorted(rows, key=lambda row: -row["stemmer"]):
            place = Placement.objects.select_related("agenda__meeting__group").get(
                agenda=agenda, item__title=row["titel"]
            )
            for name in sorted(names, key=lambda name: -left[name])[: row["stemmer"]]:
                vote_on_item(actor=self.who(name), placement=place)
                left[name] -= 1

"""What the tests of the company network tell each other about."""

from datetime import UTC, datetime, timedelta

from community import clock
from community.membership.models import Membership
from company_network.companies.models import Company, Representative, Trade
from company_network.sparring.models import Sparring
from company_network.sparring.operations import ask_sparring
from forums.topics.models import Topic
from tests.personas import World
from tests.tellings import company_board

QUESTION = "Kanariespørgsmålet: hvem tager over, når makkeren holder fri?"
#: A Tuesday at noon in Copenhagen, long after everybody came in.
ASKED_AT = datetime(2027, 3, 9, 11, tzinfo=UTC)


def days(number: float):
    """The clock so many days after the question."""
    return clock.at(ASKED_AT + timedelta(days=number))


def ask(
    world: World, who: str = "rashid", question: str = QUESTION, body: str = "Kanarieordene om kufferten."
) -> Topic:
    return ask_sparring(actor=world.who(who), board=company_board(world), question=question, body=body)


def sparring_of(topic: Topic) -> Sparring:
    return Sparring.objects.select_related("topic").get(pk=topic.pk)


def workplace(world: World, *who: str, name: str = "Skæve Eger", contact: str = "signe") -> Company:
    """A company of Roskilde, with these representatives."""
    trade, _made = Trade.objects.get_or_create(name="Værksted")
    company = Company.objects.create(
        network=world.roskilde,
        name=name,
        trade=trade,
        contact=world.people[contact],
        made_by=world.people["signe"],
    )
    for one in who:
        membership = Membership.objects.get(person=world.people[one], ended_at=None)
        Representative.objects.create(company=company, membership=membership)
    return company

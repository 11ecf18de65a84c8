"""What the rooms of community keep of a person: called once, from AppConfig.ready()."""

from community import holders, ledger
from community.access_review.own_data import REVIEWS
from community.activity.own_data import DEEDS
from community.asks.own_data import QUESTIONS
from community.attachments.own_data import FILES
from community.care_rules.own_data import CALLED
from community.chat.own_data import CHAT, replay_messages
from community.concerns.own_data import CONCERNS
from community.house_rules.own_data import RULES
from community.keeping_away.own_data import DISTANCE
from community.meetings.own_data import MEETINGS
from community.membership.own_data import BELONGING
from community.moderation.own_data import CARE
from community.notifications.own_data import NOTICES
from community.openness.own_data import SEEN
from community.own_data.own_data import COPIES
from community.own_data.replaying import replay_people
from community.people.own_data import ACCOUNT
from community.reactions.own_data import WORDS_GIVEN
from community.search.own_data import INDEX
from community.second_look.own_data import LOOKS


def register() -> None:
    """In the order in which leaving goes through them: words before the files that hang on them, and the index when
    all that it describes is as it will be."""
    care = (CARE, CALLED, CONCERNS, LOOKS, REVIEWS, SEEN, DISTANCE)
    for holder in (
        *care,
        CHAT,
        MEETINGS,
        RULES,
        WORDS_GIVEN,
        QUESTIONS,
        FILES,
        INDEX,
        NOTICES,
        COPIES,
        DEEDS,
        BELONGING,
    ):
        holders.register(holder)
    holders.register(ACCOUNT)
    ledger.replays["person"] = replay_people
    ledger.replays["message"] = replay_messages

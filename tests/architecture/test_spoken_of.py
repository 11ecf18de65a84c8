"""Whatever a member writes or uploads, something can be said about it.

Every column of test_text_fields stands here, with the kind by which one speaks of it (community/moderation), or with
the reason why nobody needs to.
"""

from community import subjects
from community.subjects import cared_for
from tests.architecture.test_text_fields import _OURS, COLUMNS

_STAFF = "the team's words, by which it looks after others: what it does is appealed, and its programme hears of it"
_ALONE = "read by nobody but whoever wrote it"
_LOOKERS = "read by nobody but those who look into the case, or judge it"
_COPY = "a copy, shown only where the thing itself is"
_INVITED = "written by the consultant who invites, and changed by them"
_SITE = "of the public site: its people agree to each word, or an editor takes it down"
_TO_US = "to the programme, shown to nobody else"

#: Column -> the kind by which one speaks of it, for all columns of a table or for each.
SPOKEN_OF = {
    "community.Person": {"display_name": "person", "about": "person"},
    "community.Message": "message",
    "community.HouseRule": "house_rules",
    "forums.Topic": {"title": "post", "tag_names": "post"},
    "forums.Post": {"body": "post", "html": "post", "attachments": "post"},
    "forums.Tag": "post",
    "company_network.Company": "company",
    "company_network.InternshipOffer": "offer",
    "company_network.MeetingPoint": "meeting_point",
    "company_network.MeetingNotes": "meeting_notes",
    "company_network.Sparring": "sparring_outcome",
    "company_network.Practice": "post",
    "company_network.TriedHere": "tried_here",
    "youth_network.Agenda": "minutes",
    "youth_network.AgendaItem": {"title": "agenda_item"},
    "youth_network.Placement": "minutes",
    "youth_network.Agreement": "minutes",
    "youth_network.EmptyChair": {"words": "empty_chair", "attachments": "empty_chair", "answer": "chair_answer"},
    "youth_network.Correction": "minutes",
    "youth_network.WitnessResponse": "post",
}
#: Why nobody needs to say anything about the rest.
NOT = {
    "community.Person": {"email": _ALONE, "phone": _ALONE},
    "community.Network": _STAFF,
    "community.Group": _STAFF,
    "community.Membership": _INVITED,
    "community.Invitation": _INVITED,
    "community.GeneralRule": _STAFF,
    "community.CareRules": _STAFF,
    "community.Report": _LOOKERS,
    "community.CaseNote": _LOOKERS,
    "community.Deed": _STAFF,
    "community.Appeal": _LOOKERS,
    "community.Aside": _LOOKERS,
    "community.MeetingSeries": _STAFF,
    "community.Meeting": _STAFF,
    "community.ReactionWord": _STAFF,
    "community.Attachment": "spoken of with the thing it hangs on",
    "community.SearchEntry": _COPY,
    "community.ConcernNote": "the team's, read by whom it is about; their answer is read by the team alone",
    "community.Look": _STAFF,
    "forums.Topic": {"closed_by_rule": _STAFF},
    "forums.Post": {"author_title": _INVITED},
    "forums.Draft": _ALONE,
    "forums.TagRemoval": _STAFF,
    "forums.PostVersion": "earlier words of a post, read by its author and the consultants",
    "company_network.RoundUp": _STAFF,
    "company_network.RoundUpItem": _STAFF,
    "youth_network.AgendaItem": {"rule_text": _STAFF, "taken_down_because": _STAFF},
    "home.ConsentWording": _SITE,
    "home.Testimonial": _SITE,
    "home.Cut": _SITE,
    "home.Consent": _SITE,
    "home.Enquiry": _TO_US,
    "home.PublicMark": _SITE,
    "home.Edition": _SITE,
    "home.HelpLine": _SITE,
}


def _typed() -> set[tuple[str, str]]:
    """Every column that a door fills, as (table, column)."""
    return {(table, name) for table, columns in COLUMNS.items() for name, by in columns.items() if by != _OURS}


def _listed(given: dict) -> dict[tuple[str, str], str]:
    columns = {}
    for table, said in given.items():
        names = said if isinstance(said, dict) else {name: said for listed, name in _typed() if listed == table}
        columns |= {(table, name): value for name, value in names.items()}
    return columns


def test_something_can_be_said_about_everything_that_members_write():
    spoken, needless = _listed(SPOKEN_OF), _listed(NOT)
    assert not set(spoken) & set(needless)
    assert _typed() - set(spoken) - set(needless) == set(), "nobody can say anything about these"
    assert (set(spoken) | set(needless)) - _typed() == set(), "listed, and not there any more"


def test_each_of_the_kinds_is_there_and_each_is_named():
    kinds = {kind.name for kind, _care in cared_for()}
    assert set(_listed(SPOKEN_OF).values()) == kinds


def test_every_kind_that_carries_files_can_be_spoken_of():
    """Pictures and voices hang on things of these kinds alone."""
    carriers = {kind.name for kind in subjects.kinds() if kind.keep is not None}
    assert carriers <= {kind.name for kind, _care in cared_for()}

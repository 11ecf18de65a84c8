"""Every text field that people can write in stands among the doors of the hostile words, or here with a reason."""

import re
from importlib import import_module

from django import forms
from django.apps import apps
from django.db import models

from tests.doors import FED
from tests.support import ROOT

OURS = ("community", "forums", "company_network", "youth_network", "home")

_CODE = "a code, compared and never shown, read as EmailCodeForm's is"
_PASSKEY = "read by the same code as PasskeySignInForm's"
_NUMBER = "a number, an UUID, or one of a few words that the view compares"
_OURS = "the software writes it, nobody types it"

#: Fields of forms that no door feeds.
FORMS = {
    "FindingForm.words": "looked for and shown in its field again: tests/home/finding/",
    "EnquiryForm.homepage": "must be empty, or nothing is kept",
    "EnquiryForm.stamp": "signed by the software: another is refused",
    "SoundForm.title": "an editor's, as all that stands in EDITED",
    "SignInCodeForm.code": _CODE,
    "FactorForm.code": _CODE,
    "FactorAgainForm.code": _CODE,
    "PasskeyFactorForm.credential": _PASSKEY,
    "PasskeyAgainForm.credential": _PASSKEY,
}

#: What views read of a request by its name. Odd numbers are tried in test_hostile_requests.py.
NAMES = dict.fromkeys(("became", "before", "changed", "offset", "person", "place", "position", "until"), _NUMBER)
NAMES |= dict.fromkeys(("consultant", "given", "line", "order", "outcome", "seen", "step", "then", "where"), _NUMBER)
NAMES |= dict.fromkeys(("reach", "seq", "size", "wish", "words", "yes"), _NUMBER)
NAMES |= dict.fromkeys(("about", "as", "closed", "month", "verdict"), _NUMBER)
NAMES |= dict.fromkeys(("in", "who"), _NUMBER)
NAMES |= dict.fromkeys(("List-Unsubscribe", "action", "following", "from", "row", "saved", "sure", "to"), _NUMBER)

NAMES |= dict.fromkeys(("page",), _NUMBER)
NAMES |= {"t": _NUMBER, "q": "words that are looked for and shown in the field again: tests/home/podcasts/"}

#: Text columns: the door's field that fills them, or why there is none.
COLUMNS = {
    "community.Person": {
        "email": "SignInForm.email",
        "display_name": "ProfileForm.display_name",
        "about": "ProfileForm.about",
        "phone": "ProfileForm.phone",
        "password": _OURS,
    },
    "community.Network": {"name": "NetworkForm.name", "municipality": "NetworkForm.municipality"},
    "community.Group": {"name": "GroupForm.name"},
    "community.Membership": {"title": "InviteForm.title"},
    "community.Invitation": {
        "title": "InviteForm.title",
        "invited_name": "InviteForm.invited_name",
        "token_digest": _OURS,
    },
    "community.Message": {
        "body": "MessageForm.body",
        "attachments": "DescriptionForm.description",
        "reactions": _OURS,
    },
    "community.Ask": {"purpose": _OURS, "subject_type": _OURS},
    "community.HouseRule": {"text": "HouseRulesForm.rules"},
    "community.GeneralRule": {"text": "HouseRulesForm.rules"},
    "community.CareRules": {"hints": "CareRulesForm.hints"},
    "community.Case": {"subject_type": _OURS},
    "community.Report": {"words": "ReportForm.words", "said": "ReplyForm.body"},
    "community.CaseNote": {"words": "NoteForm.words"},
    "community.Deed": {"rule_text": "HouseRulesForm.rules", "words": "DeedForm.words", "about": _OURS},
    "community.Appeal": {"words": "AppealForm.words", "answer": "AppealAnswerForm.answer"},
    "community.Aside": {"subject_type": _OURS, "values": "ItemProposalForm.title"},
    "community.MeetingSeries": {"place": "SeriesForm.place"},
    "community.Meeting": {
        "place": "MeetingForm.place",
        "link": "MeetingForm.link",
        "cancelled_because": "ReasonForm.reason",
    },
    "community.CalendarFeed": {"token_digest": _OURS},
    "community.ReactionWord": {"text": "WordForm.text"},
    "community.Attachment": {"description": "DescriptionForm.description"}
    | dict.fromkeys(("sizes", "waveform", "folder", "files", "subject_type"), _OURS),
    "community.SearchEntry": {"title": "TopicForm.title", "body": "TopicForm.body", "tags": "TopicForm.tags"}
    | {"head_stems": "TopicForm.title", "body_stems": "TopicForm.body"}
    | dict.fromkeys(("kind", "reach", "subject_type"), _OURS),
    "community.AccessEnding": {"session_digest": _OURS},
    "community.AuditEntry": dict.fromkeys(("verb", "subject_type"), _OURS),
    "community.ConcernNote": {
        name: f"ConcernForm.{name}" for name in ("what", "told_to", "why", "next_step", "hold_because")
    }
    | {"answer": "ConcernAnswerForm.answer"},
    "community.Look": {"sentence": "LookForm.sentence"},
    "community.ActivityRecord": dict.fromkeys(("kind", "subject_type"), _OURS),
    "community.EmptiedFolder": {"folder": _OURS},
    "community.JobRun": dict.fromkeys(("name", "last_failure"), _OURS),
    "community.Notification": dict.fromkeys(("kind", "subject_type", "thread"), _OURS),
    "community.NotificationPreference": {"kind": _OURS},
    "community.OutboxMail": dict.fromkeys(("kind", "subject_type", "thread", "address_digest"), _OURS),
    "community.Reaction": {"subject_type": _OURS},
    "forums.Topic": {
        "title": "TopicForm.title",
        "tag_names": "TopicForm.tags",
        "closed_by_rule": "HouseRulesForm.rules",
    },
    "forums.Post": {
        "body": "ReplyForm.body",
        "html": "ReplyForm.body",
        "author_title": "InviteForm.title",
        "attachments": "DescriptionForm.description",
        "reactions": _OURS,
    },
    "forums.Draft": {"values": "draft values", "key": "DraftForm.draft_key", "device": "DraftForm.draft_device"},
    "forums.Tag": {"name": "TopicForm.tags"},
    "forums.TagRemoval": {"name": "TagNameForm.name", "topics": _OURS, "moved": _OURS},
    "forums.PostVersion": {"words": "StoryWordsForm.body"},
    "community.DataCopy": {"folder": _OURS},
    "company_network.Company": {
        name: f"CompanyForm.{name}" for name in ("name", "about", "tries", "day", "address", "contact_phone")
    }
    | {"attachments": "DescriptionForm.description"},
    "company_network.InternshipOffer": {
        name: f"OfferForm.{name}" for name in ("title", "at_8", "at_10", "at_12", "where", "need_not")
    },
    "company_network.MeetingPoint": {"title": "PointForm.title", "words": "PointForm.words"},
    "company_network.MeetingNotes": {"text": "NotesForm.text"},
    "company_network.Sparring": {"outcome": "OutcomeForm.outcome"},
    "company_network.Practice": {name: f"PracticeForm.{name}" for name in ("situation", "did", "happened", "advice")},
    "company_network.TriedHere": {"line": "TriedForm.line"},
    "company_network.RoundUp": {"title": "RoundUpForm.title", "intro": "RoundUpForm.intro"},
    "company_network.RoundUpItem": {"line": "RoundUpItemForm.line"},
    "youth_network.Agenda": {"remark": "CorrectionForm.words"},
    "youth_network.AgendaItem": {
        "title": "ItemProposalForm.title",
        "rule_text": "HouseRulesForm.rules",
        "taken_down_because": "TakingDownForm.reason",
    },
    "youth_network.Placement": {"takeaway": "TakeawayForm.takeaway"},
    "youth_network.Agreement": {"what": "AgreementForm.what", "became": "SettlingForm.became"},
    "youth_network.EmptyChair": {
        "words": "ChairForm.words",
        "answer": "ChairAnswerForm.answer",
        "attachments": "DescriptionForm.description",
    },
    "youth_network.Correction": {"line": _OURS, "before": "CorrectionForm.words", "after": "CorrectionForm.words"},
    "youth_network.WitnessResponse": {
        name: f"WitnessForm.{name}" for name in ("expression", "image", "resonance", "transport")
    },
    "home.ConsentWording": {"danish": "WordingForm.danish", "english": "WordingForm.english"},
    "home.Testimonial": {
        "code": _OURS,
        "municipality": "NetworkForm.municipality",
        "email": "VoiceForm.email",
        "strays": _OURS,
        "stray_prints": _OURS,
    },
    "home.Cut": {
        name: f"CutForm.{name}"
        for name in ("question", "question_en", "quote", "quote_en", "excerpt", "excerpt_en", "content_note")
    }
    | {"transcript": "CutForm.transcript", "transcript_en": "CutForm.transcript_en"}
    | dict.fromkeys(("sound", "sound_digest", "waveform"), _OURS),
    "home.Consent": {
        "shown_name": "ConsentForm.shown_name",
        "next_name": "ChangeForm.shown_name",
        "cut_digest": _OURS,
        "receipt": _OURS,
    },
    "home.Claim": {"token_digest": _OURS},
    "home.Enquiry": {name: f"EnquiryForm.{name}" for name in ("name", "email", "phone", "words")} | {"language": _OURS},
    "home.PublicMark": {"mark": _OURS},
    "home.Edition": {"name": "EditionForm.name"},
    "home.HelpLine": {name: f"HelpLine.{name}" for name in ("name", "number", "link", "hours", "when_to_call")},
}
#: Pages and pictures of the public site: editors alone write them, in the forms of Wagtail, which shows them too.
EDITED = ("home.PublicPage", "home.HomePage", "home.TeamPage", "home.EvaluationPage", "home.TimelinePage")
EDITED += (
    "company_network.Trade",
    "youth_network.HostScript",
    "home.ContactPage",
    "home.StaffingPage",
    "home.PublicImage",
    "home.PublicRendition",
    "home.ShowPage",
    "home.EpisodePage",
    "home.Sound",
    "home.Season",
    "home.ShowCredit",
    "home.EpisodeCredit",
    "home.Chapter",
    "home.Soundbite",
    # Named by the software, after the page.
    "home.Feed",
    "home.IssuedSound",
)


def _forms(parent: type = forms.BaseForm) -> set[type]:
    return {one for child in parent.__subclasses__() for one in (child, *_forms(child))}


def _typed_fields() -> set[str]:
    """Every field of our forms that takes more than numbers and choices."""
    for path in ROOT.glob("*/**/forms.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in OURS:
            import_module(".".join(parts))
    closed = (forms.ChoiceField, forms.IntegerField, forms.UUIDField, forms.BooleanField, forms.ModelChoiceField)
    closed += (forms.FileField, forms.TimeField, forms.DateField)
    return {
        f"{form.__name__}.{name}"
        for form in _forms()
        if form.__module__.partition(".")[0] in OURS
        for name, field in form.base_fields.items()
        if not isinstance(field, closed)
    }


def _sources() -> str:
    return "\n".join(path.read_text() for app in OURS for path in (ROOT / app).rglob("*.py"))


def test_every_field_of_a_form_is_fed_or_excused():
    typed = _typed_fields()
    assert typed - {*FED} - {*FORMS} == set()
    assert {*FORMS} - typed == set(), "excused, and not there any more"
    # A form that is made anew for each board has more than its class says: its tags.
    parted = {name for name in FED if "." in name and not name.startswith("HelpLine.")}
    assert parted - typed == {"TopicForm.tags"}, "fed, and not there any more"


def test_every_name_that_a_view_reads_is_fed_or_excused():
    asked = set(re.findall(r'\b(?:POST|GET|post)\.get(?:list)?\(f?"([\w-]+)', _sources()))
    assert len(asked) > 20
    assert asked - {*FED} - {*NAMES} == set()
    assert {*NAMES} - asked == set(), "excused, and read no more"


def test_every_column_of_text_is_filled_by_a_door_or_excused():
    text = (models.CharField, models.TextField, models.JSONField)
    found = {
        model._meta.label: {f.name for f in model._meta.local_fields if isinstance(f, text) and not f.choices}
        for model in apps.get_models()
        if model._meta.app_label in OURS and model._meta.label not in EDITED
    }
    assert {label: names for label, names in found.items() if names} == {
        label: set(columns) for label, columns in COLUMNS.items()
    }
    reasons = {reason for columns in COLUMNS.values() for reason in columns.values()}
    assert reasons - {*FED} == {_OURS}

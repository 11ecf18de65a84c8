"""What editors write, and what people say of their voices."""

from datetime import timedelta

from community import clock
from home.enquiries.models import Enquiry
from home.enquiries.stamps import new_stamp
from home.help_lines.models import HelpLine
from home.models import ContactPage, HomePage
from home.pages.operations import editors_group
from home.testimonials.consents import present_consent, standing_wording
from home.testimonials.models import Scope
from home.testimonials.operations import make_claim, open_voice, release
from tests.doors.registry import door, name_from
from tests.stage import Stage, enough, fit

CUT = ("question", "quote", "transcript", "content_note", "excerpt", "starts_at")


CUT += ("question_en", "quote_en", "excerpt_en", "transcript_en")


@door("HelpLine.name", "HelpLine.number", "HelpLine.link", "HelpLine.hours", "HelpLine.when_to_call")
def keeping_the_site(stage: Stage) -> None:
    """An editor whose name is the text, in the Wagtail admin; the help lines they write with it."""
    stage.world.people["karla"].groups.add(editors_group())
    empty, lines = {"link": "", "number": "", "order": 0}, "wagtailsnippets_home_helpline"
    for number, text in enumerate(enough(stage.some(100), 25)):
        stage.post("karla", "edit_profile", data={"display_name": name_from(text), "language": "da"}, look=False)
        line = {"name": fit(text, 80) or "x", "hours": fit(text, 120), "when_to_call": fit(text, 200) or "x"}
        stage.post("karla", f"{lines}:add", data=empty | line, look=False)
        stage.post("karla", f"{lines}:add", data=empty | line | {"number": fit(text, 30)}, look=False)
        stage.post("karla", f"{lines}:add", data=empty | line | {"link": fit(text, 190)}, look=stage.looks(number))
    stage.page("karla", "wagtailadmin_home")
    stage.page("karla", f"{lines}:list")
    stage.page("karla", f"{lines}:edit", str(HelpLine.objects.latest("pk").pk))
    stage.page("visitor", "get_help")
    stage.page("visitor", "offline")


@door("VoiceForm.email", *(f"CutForm.{name}" for name in CUT))
@door(*(f"{form}.shown_name" for form in ("ConsentForm", "ChangeForm", "RecordForm")))
@door("WordingForm.danish", "WordingForm.english", "EditionForm.name")
def keeping_voices(stage: Stage) -> None:
    """A voice whose words are the text, from the desk to the page that everybody sees, and its person's own page."""
    keeper = stage.world.people["karla"]
    keeper.groups.add(editors_group())
    for number, text in enumerate(stage.some(40)):
        look = stage.looks(number)
        begun = {"speaker": "youth", "email": fit(text, 250), "told_before": "on"}
        stage.post("karla", "open_voice", data=begun, look=False)
        voice = open_voice(actor=stage.world.karla, speaker="youth")
        words = {"question": fit(text, 200) or "x", "quote": fit(text, 1000) or "x", "content_note": fit(text, 200)}
        words |= {"question_en": fit(text, 200), "quote_en": fit(text, 1000), "excerpt": "", "excerpt_en": ""}
        stage.post("karla", "make_cut", voice.code, data=words | {"starts_at": text, "transcript": text}, look=look)
        said = words | {"transcript": f"0:00 {words['quote']}", "transcript_en": f"0:00 {text}"}
        stage.post("karla", "make_cut", voice.code, data=said, look=look)
        cut = voice.cuts.first()
        if cut is None:
            continue
        token = make_claim(actor=stage.world.karla, testimonial=voice)
        ask = {"scopes": list(Scope.values), "shown_name": fit(text, 60)}
        ask |= {"name_form": ("pseudonym", "own_words")[number % 2]}
        ask |= {"cut": cut.pk, "wording": standing_wording().pk}
        stage.post("visitor", "preview_my_voice", token, data=ask, look=look)
        stage.post("karla", "record_consent", voice.code, data=ask | {"how": "paper"}, look=look)
        with clock.at(clock.now() - timedelta(days=4)):
            stage.post("visitor", "give_consent", token, data=ask, look=False)
            if consent := present_consent(voice):
                release(actor=stage.world.karla, consent=consent)
        stage.post("visitor", "change_consent", token, data=ask, look=look)
        if consent and look:
            stage.page("visitor", "clip", voice.code, read=[words["quote"]])
            stage.page("visitor", "my_voice", token)
            stage.page("karla", "voice", voice.code)
        stage.post("karla", "editions", data={"name": fit(text, 120)}, look=look)
        stage.post("karla", "write_wording", data={"danish": text, "english": text}, look=look)
    stage.page("karla", "voices")
    stage.page("karla", "editions")


@door("EnquiryForm.name", "EnquiryForm.email", "EnquiryForm.phone", "EnquiryForm.words")
def writing_to_us(stage: Stage) -> None:
    """Somebody writes through the contact page, and an editor reads it at the desk."""
    stage.world.people["karla"].groups.add(editors_group())
    home = HomePage.objects.get(locale__language_code="da")
    if not ContactPage.objects.exists():
        home.add_child(instance=ContactPage(title="Kontakt", slug="kontakt", locale=home.locale))
    # As many as one place may send in an hour, and some that go back to whoever typed them.
    for number, text in enumerate(stage.some(24)):
        with clock.at(clock.now() - timedelta(minutes=1)):
            stamp = new_stamp()
        words = {"about": "other", "name": fit(text, 80) or "x", "words": fit(text, 4000) or "x", "stamp": stamp}
        reach = {"phone": "12345678"} if number % 3 else {"email": fit(text, 250), "phone": fit(text, 30)}
        stage.post("visitor", "send_enquiry", data=words | reach, look=stage.looks(number))
    for enquiry in Enquiry.objects.all()[:8]:
        stage.page("karla", "enquiry", str(enquiry.pk), read=[enquiry.words.split("\n")[0]])
    stage.page("karla", "enquiries")

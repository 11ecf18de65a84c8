"""The brochure's seven quotations as clips: agreed to in print by those who spoke, and read aloud by a machine."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from community import clock
from community.people.models import Person
from home.demo.people import demo_people
from home.pages.operations import editors_group
from home.podcasts.timecodes import as_vtt_time
from home.podcasts.transcripts import broken_lines
from home.testimonials.consents import record_consent, standing_wording
from home.testimonials.models import How, NameForm, Scope, Testimonial, Voice
from home.testimonials.operations import Said, Sound, make_cut, open_voice, release
from home.testimonials.transcript import THE_PERSON

SPEAKERS = {"unge": "youth", "ansatte": "staff", "virksomheder": "company"}
#: The codes of the clips, which stay the same however often the demo is planted.
CODES = {"fu1": "vnk27", "fu2": "h4rdt", "fu3": "gn8sk", "fa1": "tq36b", "fa2": "m9kcz", "fv1": "rsp5k", "fv2": "dw2xj"}
#: How long before today the yes was written down.
AGREED = timedelta(days=40)
#: What the source itself does with the words; nothing goes to podcast apps or the press.
SCOPES = (Scope.SITE_DA, Scope.SITE_EN, Scope.QR, Scope.PRINT, Scope.SEARCH, Scope.SOCIAL)
_HERE = Path(__file__).parent


def tell_voices(stories: dict[str, Any], translations: dict[str, Any], words: dict[str, Any]) -> None:
    """Plant the voices that are missing, with a yes that has rested. Those that stand are not touched."""
    clips = yaml.safe_load((_HERE / "clips.yaml").read_text())
    editor = _editor()
    for group, speaker in SPEAKERS.items():
        for story in stories[group]:
            name = story["id"]
            if Testimonial.objects.filter(code=CODES[name]).exists():
                continue
            english, clip = translations[name], clips[name]
            said = Said(
                question=story["spørgsmål"],
                question_en=english["spørgsmål"],
                quote=story["citat"],
                quote_en=english["citat"],
                excerpt=words["da"]["forside"]["uddrag"] if name == "fu1" else "",
                excerpt_en=words["en"]["forside"]["uddrag"] if name == "fu1" else "",
                voice=Voice.MACHINE,
                transcript=_vtt(clip["cues"]),
                transcript_en=_vtt(clip["cues_en"]),
            )
            sound = Sound((_HERE / f"{name}.m4a").read_bytes(), clip["seconds"], clip["waveform"])
            with clock.at(clock.now() - AGREED):
                testimonial = open_voice(actor=editor, speaker=speaker, code=CODES[name])
                cut = make_cut(actor=editor, testimonial=testimonial, said=said, sound=sound)
                consent = record_consent(
                    actor=editor,
                    cut=cut,
                    wording=standing_wording(),
                    scopes=SCOPES,
                    name_form=NameForm.ROLE,
                    how=How.SOURCE,
                )
                release(actor=editor, consent=consent)


def _vtt(cues: list[list[Any]]) -> str:
    return "WEBVTT\n\n" + "\n".join(
        f"{as_vtt_time(begins)} --> {as_vtt_time(ends)}\n<v {THE_PERSON}>" + "\n".join(broken_lines(words)) + "\n"
        for begins, ends, words in cues
    )


def _editor() -> Person:
    """Who keeps the public pages in the demonstration."""
    one = next(person for person in demo_people() if person.role == "editor")
    person = Person.objects.filter(email=one.email).first()
    if person is None:
        person = Person.objects.create_user(one.email, one.name, about=one.about)
    person.groups.add(editors_group())
    return Person.objects.get(pk=person.pk)

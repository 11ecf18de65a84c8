"""A voice that a demo site does not have, put into one that runs: by the same deeds as the demonstration's own voices,
in a process beside it, since the 72 hours of rest are over only where the clock says so."""

import json
import wave
from array import array
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from math import pi, sin
from pathlib import Path

from tests.support import manage

QUESTION = "Hvad hører man efter et halvt minut?"
QUESTION_EN = "What does one hear after half a minute?"
QUOTE = "Efter et halvt minut kommer der noget andet"
QUOTE_EN = "After half a minute there is something else"
#: What is said when, as editors write it.
TRANSCRIPT = f"0:00 Først er det en dyb tone.\n0:30 {QUOTE}."
SECONDS = 40
RATE = 8000


@dataclass(frozen=True)
class Planted:
    code: str
    #: Opens the page of whoever spoke.
    token: str

    @property
    def page(self) -> str:
        return f"/k/{self.code}"

    @property
    def own_page(self) -> str:
        return f"/my-voice/{self.token}/"


def plant(data: Path, *, said_yes: bool = True) -> Planted:
    """A clip of forty seconds that everybody can hear and that may stand on paper; or one whose speaker is only asked.
    `data` is the site's folder."""
    return Planted(**json.loads(_beside(data, f"tell(said_yes={said_yes})").splitlines()[-1]))


def take_back(data: Path, planted: Planted) -> None:
    """The one who spoke withdraws it: nobody hears it any more, and its code says so."""
    _beside(data, f"withdraw({planted.token!r})")


def _beside(data: Path, deed: str) -> str:
    done = manage(
        "shell", "-c", f"from tests.browser import planted; planted.{deed}", DATA_DIR=str(data), LANG="C.UTF-8"
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def tone() -> bytes:
    """A WAV that is deep for half a minute and high from then on."""
    samples = array(
        "h", (int(9000 * sin(2 * pi * (220 if at < 30 * RATE else 660) * at / RATE)) for at in range(SECONDS * RATE))
    )
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def tell(*, said_yes: bool) -> None:
    """Asked ten days ago, and where it was said yes to let go by Karla. Runs in the process beside the site."""
    from community import clock
    from community.attachments.cleaning import clean
    from community.people.models import Person
    from home.demo.people import DOMAIN
    from home.testimonials.consents import claim_of, give_consent, standing_wording
    from home.testimonials.models import NameForm, Scope, Voice
    from home.testimonials.operations import Said, Sound, make_claim, make_cut, open_voice, release

    editor = Person.objects.get(email=f"karla@{DOMAIN}")
    cleaned = clean("voice", tone())
    sound = Sound(cleaned.files["clip.m4a"], cleaned.seconds or 0, cleaned.waveform)
    said = Said(
        question=QUESTION,
        question_en=QUESTION_EN,
        quote=QUOTE,
        quote_en=QUOTE_EN,
        voice=Voice.MACHINE,
        transcript=TRANSCRIPT,
    )
    with clock.at(clock.now() - timedelta(days=10)):
        testimonial = open_voice(actor=editor, speaker="youth")
        cut = make_cut(actor=editor, testimonial=testimonial, said=said, sound=sound)
        token = make_claim(actor=editor, testimonial=testimonial)
        claim = claim_of(token)
        assert claim is not None
        if said_yes:
            consent = give_consent(
                claim=claim,
                cut=cut,
                wording=standing_wording(),
                scopes=(Scope.SITE_DA, Scope.SITE_EN, Scope.QR, Scope.PRINT),
                name_form=NameForm.ROLE,
            )
            release(actor=editor, consent=consent)
    print(json.dumps({"code": testimonial.code, "token": token}))


def withdraw(token: str) -> None:
    """Runs in the process beside the site."""
    from home.testimonials.consents import claim_of, withdraw_consent

    claim = claim_of(token)
    assert claim is not None
    withdraw_consent(claim=claim)

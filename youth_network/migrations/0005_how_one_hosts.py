"""The words for a first-time host, as the house begins with them; editors change them in the admin."""

from django.db import migrations

DANSK = """Inden I begynder
Sæt stolene, så alle kan se hinanden.
Åbn mødet på skærmen, og tryk "Begynd mødet", når I er klar.
Du skal ikke kunne noget særligt. Du siger bare, hvor I er.

Tjek ind
Sig: "Vi tager en runde. Sig, hvordan du har det i dag, eller sig pas."
Begynd selv, hvis ingen andre gør. Kort er fint.
Spørg ikke, hvorfor nogen springer over.

Punkterne
Læs punktet højt, og giv ordet til den, der foreslog det.
Se, om der er en tom stol. Så læser den, der er valgt, den højt.
Bliver der stille, så sig: "Vi giver det lige et øjeblik."
Taler én længe, så sig: "Tak. Er der en, der ikke har sagt noget endnu?"
Tryk "Videre", når I er færdige, eller "Parkér" hvis det skal vente.

Aftaler
Spørg: "Skal vi aftale noget?" Skriv, hvad det er, hvem der gør det, og hvornår.
Er der ingen aftale, er det også i orden.

Tjek ud
Sig: "Hvad tager du med hjem?" Man må gerne sige pas.
Tryk "Slut mødet". Referatet skriver sig selv.

Hvis det bliver svært
Du kan altid sige: "Jeg har brug for, at en anden tager over."
En anden kan tage rollen, eller I kan bede konsulenten gå videre herfra. Det er ikke at fejle."""

ENGLISH = """Before you begin
Set the chairs so that everybody can see each other.
Open the meeting on the screen and press "Begin the meeting" when you are ready.
You need no special skill. You only say where you are.

Check-in
Say: "Let us take a round. Say how you are today, or pass."
Begin yourself if nobody else does. Short is fine.
Do not ask why somebody passes.

The items
Read the item aloud and give the floor to the one who proposed it.
See whether there is an empty chair. The one they chose reads it out.
When it goes quiet, say: "Let us give it a moment."
When one talks for long, say: "Thank you. Is there somebody who has not said anything yet?"
Press "On" when you are done, or "Park it" if it shall wait.

Agreements
Ask: "Shall we agree on something?" Write what it is, who does it and by when.
No agreement is fine, too.

Check-out
Say: "What do you take home?" Passing is fine.
Press "End the meeting". The minutes write themselves.

When it gets hard
You can always say: "I need somebody else to take over."
Somebody else can take the role, or you ask the consultant to go on from here. That is no failure."""


def write(apps, schema_editor):
    script = apps.get_model("youth_network", "HostScript")
    for language, text in (("da", DANSK), ("en", ENGLISH)):
        script.objects.get_or_create(language=language, defaults={"text": text})


class Migration(migrations.Migration):
    dependencies = [("youth_network", "0004_votes_are_the_youths")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]

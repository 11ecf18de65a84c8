# ruff: noqa: E501  each paragraph is one line, as it is stored
"""The text that people are asked by until the editors write another. Short sentences, since it is also read aloud.

The legal basis and the final words are the customer's to decide with their data protection officer.
"""

DANISH = """Vi spørger, om vi må dele det, du har sagt.

Du bestemmer selv. Du kan sige ja, og du kan sige nej. Begge dele er helt i orden. Det betyder ikke noget for dit forløb, din praktik, din ydelse eller din sag, hvad du svarer, og vi skriver ikke ned, hvis du siger nej.

Du siger kun ja til præcis det, du kan se og høre her. Ændrer vi noget, spørger vi dig igen.

Du vælger selv, hvor det må deles, og hvad du vil kaldes. Du behøver ikke at bruge dit navn. Husk, at mange kan kende en stemme: Du kan bede om, at din stemme bliver lavet om, eller at en anden læser op.

Når du har sagt ja, venter vi i 72 timer, før nogen kan se eller høre det. Så kan du nå at tænke dig om.

Dit ja gælder i et år. Vi minder dig om det, før det slutter. Gør du ingenting, forsvinder det af sig selv.

Du kan altid fortryde. Det er lige så nemt som at sige ja: Åbn din egen adresse, og tryk på »Træk tilbage«. Så bliver ord, lyd og navn slettet hos os med det samme.

Det, der er trykt på papir, kan vi ikke hente tilbage. Koden på papiret virker, men den viser så kun, at klippet ikke deles mere. Det samme gælder det, andre har hentet fra podcast-apps eller har fået til en avis: Det kan vi ikke slette hos dem.

Fortæller du om dit helbred eller om andre mennesker, så tænk dig ekstra godt om. Vi spørger dig, hvis vi er i tvivl."""

ENGLISH = """We are asking whether we may share what you said.

You decide. You can say yes, and you can say no. Both are fine. Your answer makes no difference to your course, your internship, your benefits or your case, and we do not write it down if you say no.

You only say yes to exactly what you can see and hear here. If we change anything, we ask you again.

You choose where it may be shared and what you are called. You do not have to use your name. Remember that many people can recognise a voice: you can ask to have your voice altered, or to have somebody else read it.

When you have said yes, we wait for 72 hours before anybody can see or hear it. That gives you time to think.

Your yes holds for a year. We remind you before it ends. If you do nothing, it goes away by itself.

You can always change your mind. It is as easy as saying yes: open your own address and press “Withdraw”. Words, sound and name are then erased here at once.

What is printed on paper cannot be called back. The code on the paper still works, but then it only says that the clip is no longer shared. The same goes for what others have fetched from podcast apps or have been given for a newspaper: we cannot erase it there.

If you talk about your health or about other people, think about it once more. We will ask you if we are in doubt."""

"""What a youth group begins with. Content, in the language of the house; the youths change it by their own vote."""

STARTER = (
    "Det, der bliver sagt her, bliver her.",
    "Man må altid springe over og siger ikke hvorfor.",
    "Vi taler ud fra os selv og giver kun råd, når nogen vil have dem.",
    "Vi nævner ikke folk eller steder ved navn, når det er noget svært.",
    "Ingen bliver gjort til grin, heller ikke for sjov.",
)

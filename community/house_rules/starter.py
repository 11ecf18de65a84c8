"""What a youth group begins with. Content, in the language of the house; the youths change it by their own vote."""

STARTER = (
    "Det, der bliver sagt her, bliver her.",
    "Man må altid springe over og siger ikke hvorfor.",
    "Vi taler ud fra os selv og giver kun råd, når nogen vil have dem.",
    "Vi nævner ikke folk eller steder ved navn, når det er noget svært.",
    "Ingen bliver gjort til grin, heller ikke for sjov.",
)

#: What holds in a network where no group has rules of its own.
GENERAL = (
    "Vi taler ordentligt til hinanden og om hinanden.",
    "Vi nævner ikke unge ved navn, når de ikke selv er med.",
    "Det, der bliver sagt her, bliver her.",
    "Vi bruger ikke stedet til reklame.",
    "Er vi bekymrede for nogen, siger vi det til et menneske.",
)

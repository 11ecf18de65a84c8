"""Who sees what, in four lines, as it is shown to somebody who is about to come in."""

from django.utils.translation import gettext as _

from community.roles import Role


def lines(role: str) -> list[tuple[str, str]]:
    """(room, who sees it) for the role that is coming in."""
    youth = (
        _("The youth network"),
        _("Youths in the network, your consultant and the psychologist. Not the companies."),
    )
    company = (_("The company network"), _("The companies in the network and the team. Not the youths."))
    practice = (
        _("Good practice"),
        _("Companies and staff in all municipalities and the programme. Never with names of youths."),
    )
    public = (_("Public stories"), _("Everybody. Only with the yes of the one who tells, which can be taken back."))
    match role:
        case Role.YOUTH:
            return [
                (_("Your group"), _("The youths of your group, your consultants and the psychologist. Nobody else.")),
                youth,
                (_("Your e-mail address and telephone"), _("Nobody. Not the companies, and not the other youths.")),
                (_("Public stories"), _("Everybody. Only with your yes, and you can change your mind.")),
            ]
        case Role.COMPANY:
            return [
                company,
                practice,
                (_("What the youths write"), _("Only the youths and the team. You do not see it.")),
                public,
            ]
        case Role.PROGRAMME:
            return [
                practice,
                (_("The youth network"), _("Youths in the network and their team. You do not see it.")),
                (_("Single persons"), _("You see networks and their consultants, sums and never single youths.")),
                public,
            ]
        case _:
            return [youth, company, practice, public]

"""What a name may be: seen by others, on one line, and not dressed up as somebody's role."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community import plain_text


def clean_name(text: str) -> str:
    """The name on one line. Raises ValidationError for one nobody can see, and for one with a comma: beside a name,
    a comma and a word say what somebody's role is, and that is the network's to say."""
    name = " ".join(plain_text.clean(text).split())
    if not name:
        raise ValidationError(_("Write a name that the others can see."))
    if "," in name:
        raise ValidationError(_("Write the name alone, without a comma."))
    return name

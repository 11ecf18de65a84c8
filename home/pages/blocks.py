"""What an editor may put on a public page. Few kinds, so that pages stay calm and alike."""

from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

#: No headings of the first degree, no embeds, no colours: the look decides how words look.
PROSE_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]

ICONS = [
    ("briefcase", _("Briefcase")),
    ("users-round", _("People")),
    ("messages-square", _("Conversation")),
    ("store", _("Company")),
    ("handshake", _("Handshake")),
    ("sprout", _("Sprout")),
]


class ProseBlock(blocks.StreamBlock):
    """The body of an ordinary page."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="home/pages/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE_FEATURES, template="home/pages/blocks/text.html")
    quote = blocks.BlockQuoteBlock(label=_("Quotation"), template="home/pages/blocks/quote.html")
    picture = ImageBlock(label=_("Picture"), required=False, template="home/pages/blocks/picture.html")
    remark = blocks.TextBlock(label=_("Remark"), icon="info-circle", template="home/pages/blocks/remark.html")

    class Meta:
        required = False


class PageLinkBlock(blocks.StructBlock):
    """A way to another page of the site, with a line that says what is there."""

    page = blocks.PageChooserBlock(label=_("Page"))
    title = blocks.CharBlock(label=_("Words of the link"), required=False, help_text=_("Empty: the title of the page."))
    text = blocks.CharBlock(label=_("A line about it"), required=False)

    class Meta:
        label = _("Way to a page")
        icon = "link"


class ButtonBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Page"))
    words = blocks.CharBlock(label=_("Words of the button"))

    class Meta:
        label = _("Button")
        icon = "link"


class FigureBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Number"), max_length=24)
    text = blocks.CharBlock(label=_("What it counts"))

    class Meta:
        label = _("Figure")
        icon = "order"


class PrincipleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        label = _("Principle")
        icon = "pilcrow"


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))
    icon = blocks.ChoiceBlock(label=_("Drawing"), choices=ICONS, default="sprout")

    class Meta:
        label = _("Activity")
        icon = "list-ul"


class StaffingRowBlock(blocks.StructBlock):
    consultants = blocks.IntegerBlock(label=_("Youth consultants"), validators=[MinValueValidator(1)])
    youths_each = blocks.CharBlock(label=_("Youths for each consultant"), max_length=20)
    youths_in_all = blocks.CharBlock(label=_("Youths in all"), max_length=20)

    class Meta:
        label = _("Row of the table")
        icon = "table"


class StepBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("When"))
    title = blocks.CharBlock(label=_("What happens"))
    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        label = _("Step")
        icon = "date"


class SpaceBlock(blocks.StructBlock):
    space = blocks.CharBlock(label=_("Space"))
    readers = blocks.TextBlock(label=_("Who sees it"))

    class Meta:
        label = _("Space and who sees it")
        icon = "view"


PLACES = [("name", blocks.CharBlock(label=_("Municipality"), icon="site"))]

"""The models of this app's rooms, gathered for Django."""

from home.editions.models import Edition, EditionPlace, ScanCount
from home.enquiries.contact_page import ContactPage
from home.enquiries.models import Enquiry
from home.help_lines.models import HelpLine, LineCheck
from home.news.pages import NewsIndexPage, NewsPage
from home.page_cache.models import PublicMark
from home.pages.models import (
    ActivitiesPage,
    AudiencePage,
    EvaluationPage,
    HomePage,
    HouseRulesPage,
    MunicipalitiesPage,
    PrinciplesPage,
    PublicPage,
    StandardPage,
    TeamPage,
    TimelinePage,
)
from home.pictures.models import PublicImage, PublicRendition
from home.podcasts.models import (
    Chapter,
    EpisodeCredit,
    EpisodePage,
    Feed,
    Season,
    ShowCredit,
    ShowPage,
    Soundbite,
)
from home.podcasts.sounds import IssuedSound, Sound
from home.staffing.page import StaffingPage
from home.stories.models import StoryOffer
from home.testimonials.models import (
    Claim,
    Consent,
    ConsentScope,
    ConsentWording,
    Cut,
    Testimonial,
    TestimonialIndexPage,
)

__all__ = [
    "ActivitiesPage",
    "AudiencePage",
    "Chapter",
    "Claim",
    "Consent",
    "ConsentScope",
    "ConsentWording",
    "ContactPage",
    "Cut",
    "Edition",
    "EditionPlace",
    "Enquiry",
    "EpisodeCredit",
    "EpisodePage",
    "EvaluationPage",
    "Feed",
    "HelpLine",
    "HomePage",
    "HouseRulesPage",
    "IssuedSound",
    "LineCheck",
    "MunicipalitiesPage",
    "NewsIndexPage",
    "NewsPage",
    "PrinciplesPage",
    "PublicImage",
    "PublicMark",
    "PublicPage",
    "PublicRendition",
    "ScanCount",
    "Season",
    "ShowCredit",
    "ShowPage",
    "Sound",
    "Soundbite",
    "StaffingPage",
    "StandardPage",
    "StoryOffer",
    "TeamPage",
    "Testimonial",
    "TestimonialIndexPage",
    "TimelinePage",
]

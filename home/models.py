"""The models of this app's rooms, gathered for Django."""

from home.help_lines.models import HelpLine
from home.pages.models import (
    ActivitiesPage,
    AudiencePage,
    ContactPage,
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
from home.testimonials.models import TestimonialIndexPage, TestimonialPage

__all__ = [
    "ActivitiesPage",
    "AudiencePage",
    "ContactPage",
    "EvaluationPage",
    "HelpLine",
    "HomePage",
    "HouseRulesPage",
    "MunicipalitiesPage",
    "PrinciplesPage",
    "PublicImage",
    "PublicPage",
    "PublicRendition",
    "StandardPage",
    "TeamPage",
    "TestimonialIndexPage",
    "TestimonialPage",
    "TimelinePage",
]

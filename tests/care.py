"""Saying that something is wrong, and doing something about it, as tests of several rooms need it."""

from community.care_rules.models import CareRules
from community.house_rules.operations import rules_of_a_place
from community.moderation.models import Case
from community.moderation.reporting import report
from community.subjects import named, of


def said_about(world, who, thing, what="hurts", words=""):
    """`who` says it; gives the report."""
    kind = named(of(thing).name)
    return report(actor=world.who(who), kind=kind, thing=thing, what=what, words=words)[0]


def the_case(thing):
    """The newest case about the thing, as it stands."""
    return Case.objects.filter(subject_type=of(thing).name, subject_id=thing.pk).latest("pk")


def a_rule(case):
    return rules_of_a_place(case.network_id, case.space)[0]


def deed(world, who, verb, case, **what):
    """A consultant does something about the case as it stands."""
    case = Case.objects.get(pk=case.pk)
    return verb(actor=world.who(who), case=case, version=case.version, **what)


def held(case):
    """What a deed by a rule needs."""
    return {"rule": a_rule(case)}


def deputy(world, who="bo", network=None):
    network = network or world.roskilde
    CareRules.objects.update_or_create(network=network, defaults={"deputy": world.who(who)})

"""Where sparring hangs on to the rooms below; called in AppConfig.ready()."""


def register() -> None:
    from community import subjects
    from community.notifications import kinds
    from company_network.sparring.draft import SPARRING
    from company_network.sparring.page import read_state
    from company_network.sparring.policy import takes_answers
    from company_network.sparring.subjects import SPARRING_OUTCOME
    from company_network.sparring.told import TOLD
    from company_network.sparring.wording import outcome_of
    from forums.drafts import kinds as draft_kinds
    from forums.topics.models import TopicKind
    from forums.topics.parts import Part, parts
    from forums.topics.policy import reply_rules
    from forums.topics.search import words_beside

    reply_rules[TopicKind.SPARRING] = takes_answers
    words_beside[TopicKind.SPARRING] = outcome_of
    parts["sparring"] = Part(
        head="company_network/sparring/_state.html",
        deeds="company_network/sparring/_close.html",
        board="company_network/sparring/_way.html",
        read=read_state,
    )
    subjects.register(SPARRING_OUTCOME)
    draft_kinds.register(SPARRING)
    for kind in TOLD:
        kinds.register(kind)

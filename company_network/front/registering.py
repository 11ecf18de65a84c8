"""Where the companies' home hangs on to the members' home; called in AppConfig.ready()."""


def register() -> None:
    from community.since_last.blocks import greetings, main_blocks, side_blocks
    from company_network.front import home_block as front
    from forums.news.home_block import told_apart
    from forums.topics.models import TopicKind

    greetings.append(front.greeting)
    told_apart[TopicKind.PRACTICE] = told_apart[TopicKind.SPARRING] = front.is_company
    # A colleague's question is the main thing of a company's day.
    main_blocks[:0] = [front.question_block, front.practice_block, front.registered_block]
    main_blocks.append(front.waiting_block)
    side_blocks[:0] = [front.contact_block]
    side_blocks += [front.registered_side_block, front.tried_block, front.who_sees_block]

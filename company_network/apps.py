from django.apps import AppConfig


class CompanyNetworkConfig(AppConfig):
    name = "company_network"

    def ready(self) -> None:
        from company_network import drafting, own_data
        from company_network.agenda import registering as agenda
        from company_network.companies import registering as companies
        from company_network.front import registering as front
        from company_network.offers import registering as offers
        from company_network.practices import registering as practices
        from company_network.sparring import registering as sparring
        from forums.drafts import kinds
        from forums.topics.parts import Part, parts

        parts["company_network"] = Part(board="company_network/_rooms.html")
        companies.register()
        offers.register()
        practices.register()
        sparring.register()
        agenda.register()
        front.register()
        own_data.register()
        for kind in (drafting.NEW_COMPANY, drafting.COMPANY, drafting.NEW_OFFER, drafting.OFFER):
            kinds.register(kind)

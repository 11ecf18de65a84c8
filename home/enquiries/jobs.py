"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.retention import Period, register
from home.enquiries import operations
from home.enquiries.models import Enquiry, kept_for


@job("erase_old_enquiries", every=timedelta(hours=6))
def erase_old_enquiries() -> None:
    """Keep nothing longer than the contact page says."""
    operations.erase_old_enquiries()


register(
    Period(
        job="erase_old_enquiries",
        what="What people wrote to us",
        kept_for=kept_for(),
        due=lambda: Enquiry.objects.over().count(),
        run=erase_old_enquiries,
    )
)

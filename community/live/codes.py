"""Close codes; docs/live.md says what a page does on each."""

from community.people.models import AccessEnding

POLICY_VIOLATION = 1008
GOING_AWAY = 1012
TRY_LATER = 1013
SIGNED_OUT = 4401
ACCESS_ENDED = 4403
NO_ANSWER = 4408
TOO_MANY = 4429

CODE_OF_REASON = {
    AccessEnding.Reason.SIGNED_OUT: SIGNED_OUT,
    AccessEnding.Reason.DEACTIVATED: SIGNED_OUT,
    AccessEnding.Reason.MEMBERSHIP_ENDED: ACCESS_ENDED,
    # The page loads itself anew and is led to where the break ends.
    AccessEnding.Reason.PAUSED: ACCESS_ENDED,
}

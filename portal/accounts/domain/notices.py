"""What people are told by letter about their own account."""

from enum import StrEnum


class Notice(StrEnum):
    """Something that happened to an account and that its owner must know of."""

    NEW_DEVICE = "new_device"
    PASSWORD = "password"  # noqa: S105 - the name of a notice, not a password
    AUTHENTICATOR_SET = "authenticator_set"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    RECOVERY_CODES = "recovery_codes"
    WRONG_CODES = "wrong_codes"


# The acts of the audit log that are told; every act on somebody's proofs is one of them.
NOTICE_OF_ACT = {
    "password.set": Notice.PASSWORD,
    "password.change": Notice.PASSWORD,
    "authenticator.set": Notice.AUTHENTICATOR_SET,
    "authenticator.remove": Notice.AUTHENTICATOR_REMOVED,
    "recovery_codes.renew": Notice.RECOVERY_CODES,
}

"""Groups of channels that may stand together in one figure, and are never added up silently."""

from enum import StrEnum

from portal.rating.answers.channels import VERIFIED, Channel


class Group(StrEnum):
    """Verified ratings, unverified ones beside them, or both where too few are verified.

    Paper stands in revisions of a year only. What was taken out of a month after it was
    published counts there still, and no longer in the revision; ``CHANGED`` is all of that and
    the paper that was added.
    """

    VERIFIED = "verified"
    OPEN = "open"
    ALL = "all"
    PAPER = "paper"
    VERIFIED_TAKEN_OUT = "verified_taken_out"
    OPEN_TAKEN_OUT = "open_taken_out"
    CHANGED = "changed"


# The groups that no rating belongs to both of.
SINGLE_GROUPS = (Group.VERIFIED, Group.OPEN)

VERIFIED_CHANNELS = tuple(channel for channel in Channel if channel in VERIFIED)
CHANNELS: dict[Group, tuple[Channel, ...]] = {
    Group.VERIFIED: VERIFIED_CHANNELS,
    Group.OPEN: (Channel.OPEN,),
    Group.ALL: (*VERIFIED_CHANNELS, Channel.OPEN),
    Group.PAPER: (Channel.PAPER,),
}
MONTHLY_GROUPS = (*SINGLE_GROUPS, Group.ALL)

TAKEN_OUT = {Group.VERIFIED: Group.VERIFIED_TAKEN_OUT, Group.OPEN: Group.OPEN_TAKEN_OUT}
CHANGES = (*TAKEN_OUT.values(), Group.PAPER)
_PARTS = {Group.ALL: SINGLE_GROUPS, Group.CHANGED: CHANGES}

# Paper comes in months late: it enters the yearly figures and the statutory report only.
MONTHLY_CHANNELS = frozenset(CHANNELS[Group.ALL])


def is_verified(group: Group) -> bool:
    """Whether every rating of the group proved a visit."""
    return group is Group.VERIFIED


def parts_of(group: Group, *, is_revised: bool) -> tuple[Group, ...]:
    """Return the groups without a rating in common that add up to what a figure counts.

    :param is_revised: whether the figure leaves out what was taken out after publication.
    """
    parts = _PARTS.get(group, (group,))
    if is_revised:
        return parts
    return (*parts, *(TAKEN_OUT[each] for each in parts if each in TAKEN_OUT))


def group_of(channels: tuple[str, ...]) -> Group:
    """Return the group that a published figure's channels belong to."""
    if channels == (Channel.PAPER,):
        return Group.PAPER
    if Channel.OPEN not in channels:
        return Group.VERIFIED
    return Group.OPEN if channels == (Channel.OPEN,) else Group.ALL

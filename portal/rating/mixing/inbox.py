"""What can be wrong with the inbox that citizens' sealed ratings go to."""


class InboxNotOpen(RuntimeError):
    """No key is current, so that nothing can be sealed; the remedy is ``flask ratings mix``."""

"""Faults of the inbox of citizens' sealed ratings."""


class InboxNotOpen(RuntimeError):
    """No key is current, so that nothing can be sealed; the remedy is ``flask ratings mix``."""

"""Passwords; the libraries behind them are loaded when the first is needed."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    # Loading takes a quarter of a second, which neither public pages nor commands should pay.
    from portal.accounts.passwords import hashing as passwords  # noqa: PLC0415 - slow, for passwords only

    return passwords.hash_password(password)


def is_password(password: str, stored: str | None) -> bool:
    """Return whether ``password`` fits; an unknown account (None) takes as long as any other."""
    from portal.accounts.passwords import hashing as passwords  # noqa: PLC0415 - slow, for passwords only

    return passwords.is_password(password, stored)


def is_outdated(stored: str) -> bool:
    """Return whether ``stored`` was made with other costs than a hash of today."""
    from portal.accounts.passwords import hashing as passwords  # noqa: PLC0415 - slow, for passwords only

    return passwords.is_outdated(stored)


def refuse_weak(password: str, *about: str) -> None:
    """Refuse a password that is easy to guess, also from what is known ``about`` its owner.

    :raises portal.accounts.passwords.domain.WeakPassword: with the reason.
    """
    from portal.accounts.passwords import hashing as passwords  # noqa: PLC0415 - slow, for passwords only

    passwords.refuse_weak(password, about)

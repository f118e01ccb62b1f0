"""A fingerprint knows its key again and no other."""

from portal.lasting_keys.domain import Fingerprint, KeyName

KEY = b"k" * 32


def test_a_fingerprint_fits_its_key_and_no_other() -> None:
    found = Fingerprint.of(KeyName.TEXTS, KEY)

    assert found.fits(KeyName.TEXTS, KEY)
    assert not found.fits(KeyName.TEXTS, b"x" * 32)


def test_one_key_for_two_purposes_has_two_fingerprints() -> None:
    found = Fingerprint.of(KeyName.TEXTS, KEY)

    assert not found.fits(KeyName.SECRET, KEY)


def test_two_portals_with_one_key_have_two_fingerprints() -> None:
    first, second = (Fingerprint.of(KeyName.SECRET, KEY) for _ in range(2))

    assert first.digest != second.digest
    assert KEY not in first.digest
    assert (len(first.salt), len(first.digest)) == (16, 32)

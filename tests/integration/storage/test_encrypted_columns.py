"""Every column of bytes is a text under the key of texts, or says by its name that it is none."""

from sqlalchemy import Column, LargeBinary

from portal import tables
from portal.storage.texts.columns import EncryptedText, text_columns

# What bytes other than texts are called: keys, hashes, proofs and what other keys seal. A snapshot
# and a file are sealed under a key of their own, which the key of texts wraps; the mark of a box
# is made with the key of its day. The city's coat of arms is a picture that everybody sees.
NO_TEXTS = ("hash", "digest", "salt", "key", "token", "sealed", "ciphertext", "sha256", "earlier")
SEALED_OTHERWISE = {"appraisal_snapshot.content", "stored_content.content", "peer_box.mark"}
PICTURES = {"city_emblem.picture"}


def columns_of_bytes() -> dict[str, Column[bytes]]:
    return {
        f"{table.name}.{column.name}": column
        for table in tables.Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }


def test_every_column_of_bytes_is_a_text_or_named_as_none() -> None:
    unmarked = {
        name
        for name, column in columns_of_bytes().items()
        if not isinstance(column.type, EncryptedText) and not name.endswith(NO_TEXTS)
    }

    assert unmarked == SEALED_OTHERWISE | PICTURES


def test_the_columns_that_a_new_key_reaches() -> None:
    found = {f"{each.text.table.name}.{each.text.name}" for each in text_columns()}

    assert {name for name in found if name.startswith("complaint")} == {
        "complaint.text",
        "complaint_appeal.text",
        "complaint_message.text",
    }
    assert len({name for name in found if name.startswith(("evaluation_", "plan_"))}) >= 4


def test_a_signature_is_computed_anew_with_its_text() -> None:
    beside = {each.text.table.name: each.signature for each in text_columns()}

    assert beside["complaint"] is not None
    assert beside["complaint"].name == "signature"
    assert beside["complaint_message"] is None

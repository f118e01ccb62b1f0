"""How many bytes a request may hold, by endpoint; the shipped proxy says the same by address.

A test compares this table with ``deploy/nginx.conf``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flask import request

# What a form may hold, and a request to any endpoint that is not named below.
FORM_BYTES = 64 * 1024
FILE_BYTES = 8 * 1024 * 1024
# Files are read piece by piece; a piece and what is left of the one before must fit.
READ_AT_ONCE_BYTES = 512 * 1024
LARGER: Mapping[str, int] = MappingProxyType(
    {
        "city_emblem.decide": FILE_BYTES,
        "official.preview": FILE_BYTES,
        "training.preview_catalogue": FILE_BYTES,
        "objections.send_case_file": FILE_BYTES,
        "on_paper.record": FILE_BYTES,
        "organisation.preview_import": FILE_BYTES,
        "paper.preview": FILE_BYTES,
        "paper.withdraw": FILE_BYTES,
        "people.preview_import": FILE_BYTES,
        "people.preview_indicators": FILE_BYTES,
        "work.send_file": FILE_BYTES,
        "people_accounts.preview_mail": FILE_BYTES,
    }
)


def allow_more(endpoint: str) -> None:
    """Let this request hold as much as its endpoint takes; called before anything reads it.

    :param endpoint: one that ``LARGER`` names.
    """
    request.max_content_length = LARGER[endpoint]
    request.max_form_memory_size = READ_AT_ONCE_BYTES

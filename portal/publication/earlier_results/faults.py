"""Faults of a file of earlier results, by name; the words stand with the command."""

from enum import StrEnum


class ResultFaultKind(StrEnum):
    """The facts for which a row of a file is refused."""

    # A row and its cells.
    MISSING_VALUE = "missing_value"
    NOT_A_PERIOD = "not_a_period"
    NOT_OVER = "not_over"
    NOT_A_COUNT = "not_a_count"
    NOT_AN_IKM = "not_an_ikm"
    NOT_AN_NRR = "not_an_nrr"
    NOT_A_SOURCE = "not_a_source"
    DOES_NOT_FIT = "does_not_fit"
    # A row with what is there.
    UNKNOWN_PLACE = "unknown_place"
    OF_ANOTHER_AGENCY = "of_another_agency"
    REPEATED = "repeated"
    ALREADY_THERE = "already_there"

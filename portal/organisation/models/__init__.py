"""The tables of the organisation, a file for each thing they know."""

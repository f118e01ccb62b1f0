"""Realisations of a quarter, in and out of files of the official record."""

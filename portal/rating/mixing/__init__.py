"""The sealed inbox, its keys, the nightly mix, and tallies."""

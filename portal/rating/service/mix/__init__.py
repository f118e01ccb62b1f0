"""The nightly mix: sealed ratings become ballots and tallies, and the key that opened them dies."""

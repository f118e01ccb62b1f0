"""The tables of complaints; texts lie encrypted, codes as keyed hashes, writers nowhere."""

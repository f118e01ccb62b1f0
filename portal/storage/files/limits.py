"""How much a file may cost the program that looks at it."""

from portal.storage.confining import Bounds

MEBIBYTE = 1024 * 1024
MOST_PIXELS = 50_000_000
# A picture that is written anew may grow; more than this it may not.
MOST_WRITTEN_BYTES = 10 * MEBIBYTE
# What is read back from a folder; encryption adds 40 bytes.
MOST_STORED_BYTES = MOST_WRITTEN_BYTES + 1024
# Dictionaries and arrays of a PDF that are looked through, and how deep they lie in each other.
MOST_PARTS = 500_000
MOST_LEVELS = 64
SECONDS = 10
BOUNDS = Bounds(cpu_seconds=SECONDS, memory_bytes=512 * MEBIBYTE, output_bytes=12 * MEBIBYTE)

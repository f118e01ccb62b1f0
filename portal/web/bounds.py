"""The bounds between healthy and not, for each part of the portal; see docs/operations.md."""

from datetime import timedelta

# How old the last success of a job may be, by how often it runs.
EVERY_ROUND_AGE = timedelta(minutes=30)
NIGHTLY_AGE = timedelta(hours=26)
# How long a letter may wait for the mail server.
LETTER_AGE = timedelta(hours=1)
# How old the newest backup may be, where the nightly backup is switched on.
BACKUP_AGE = timedelta(hours=26)
# How far the mark of a success may lie ahead of the clock.
AHEAD = timedelta(minutes=5)
# How many days a month's release may be late.
LATE_DAYS = 0
# How much must be free on each disk, of the disk and in bytes; both are asked.
FREE_SHARE = 0.05
FREE_BYTES = 500_000_000
# So long an answer with every part is kept, so that asking again costs nothing.
FULL_ANSWER_SECONDS = 15

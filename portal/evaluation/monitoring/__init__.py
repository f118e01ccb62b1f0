"""Who follows whom through the year: notes, dialogues, difficulties, and who looks instead."""

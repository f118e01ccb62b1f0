"""Work of the year: activities, realisations, notes, dialogues, and who looked at them."""

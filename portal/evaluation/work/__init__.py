"""What happened in the year: activities, realisations, notes, dialogues, and who looked at them."""

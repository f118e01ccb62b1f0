"""What a complaint is: its states, texts and keys; a citizen writes one and follows it."""

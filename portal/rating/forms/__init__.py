"""What citizens are asked, in plain words, and the shape of what they send."""

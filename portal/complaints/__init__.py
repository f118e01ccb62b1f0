"""What citizens write: complaints and comments; moderation, answers, follow-up actions."""

"""What citizens write: complaints and comments; moderation, answers, promises, follow-up."""

"""Complaints and comments of citizens: moderation, answers, follow-up actions."""

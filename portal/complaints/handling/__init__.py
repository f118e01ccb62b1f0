"""Staff work on complaints: the queue, moderation, reassignment, answers and follow-up actions."""

"""When a superior changes: who has none any more, and what a former one still has to close."""

"""Performance plans (SKP): what is expected of a person, agreed by both, version by version."""

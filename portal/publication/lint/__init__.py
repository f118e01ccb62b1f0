"""The check of a release before it may go out: what everything published would tell."""

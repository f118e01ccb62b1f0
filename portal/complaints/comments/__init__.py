"""Comments of ratings that wait for a decision, in a lane of their own."""

"""Comments of ratings that wait for a decision, in a queue of their own."""

"""Explanations of the evaluation: tours, questions and answers, a practice plan."""

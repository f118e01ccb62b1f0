"""Training: catalogue, rules from weak points to topics, suggestions on their way to an effect."""

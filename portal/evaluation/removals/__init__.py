"""Evidence of a realisation that shows somebody else's work is taken away."""

"""Good cases: what somebody did that others can learn from, published without a name."""

"""How long anybody waits for a storage, and which kind of failure it had."""

"""Keys that last longer than a day: the key of texts and the secret key, and their fingerprints."""

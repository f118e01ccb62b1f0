"""Keys that outlast a day: the one of texts and the secret key, known again by fingerprints."""

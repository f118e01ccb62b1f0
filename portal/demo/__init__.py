"""The made-up city, the same for the same seed; numpy is loaded here, by no web worker."""

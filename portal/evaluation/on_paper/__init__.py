"""Papers that people without an account or a phone signed; a coordinator records them."""

"""Commands of `flask`, in a small city."""

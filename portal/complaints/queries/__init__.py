"""Every SELECT on complaints; texts come back locked, and only to who may read them."""

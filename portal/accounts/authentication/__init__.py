"""Who is signed in when a page asks, and forms that arrived too late."""

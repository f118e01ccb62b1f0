"""How and where the portal keeps what it keeps."""

"""How and where the portal stores data: database, files, keys, backups."""

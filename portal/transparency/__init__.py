"""The public pages: they read published documents and nothing else."""

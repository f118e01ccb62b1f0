"""What a publication knows without a database: periods, figures, documents and disclosure."""

"""Import and export with the official record (*e-Kinerja*): nothing is typed twice."""

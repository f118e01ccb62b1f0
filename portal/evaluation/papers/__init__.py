"""Papers that people signed and a coordinator recorded: scans, and the acts they stand for."""

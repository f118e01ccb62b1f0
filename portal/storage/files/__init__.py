"""Files that people send as evidence: checked by content, encrypted, stored, deleted."""

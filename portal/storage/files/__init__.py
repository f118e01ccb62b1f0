"""Files that people send as evidence: judged by their content, encrypted, kept, swept."""

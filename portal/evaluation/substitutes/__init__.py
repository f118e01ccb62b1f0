"""Who stands above an appraiser where nobody does: drawn by lot before a cycle opens."""

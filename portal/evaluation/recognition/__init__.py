"""After the jury: the decision, consent, certificates, and what the public reads of awards."""

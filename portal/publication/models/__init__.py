"""The tables of publication: releases, their documents and the ledger that cannot be edited."""

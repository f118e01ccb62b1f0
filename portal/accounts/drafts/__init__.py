"""What staff type is kept on the server until it is sent, whichever form it stands in."""

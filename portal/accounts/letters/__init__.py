"""Letters to staff: kept until the mail server took them, tried again, given up."""

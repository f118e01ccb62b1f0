"""What people without an account or a phone sign on paper, recorded by the coordinator."""

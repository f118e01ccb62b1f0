"""What is unusual in the numbers, found at night and reviewed by people."""

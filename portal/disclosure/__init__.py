"""What a finished public document discloses of numbers of people to any reader."""

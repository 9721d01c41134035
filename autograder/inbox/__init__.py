"""What lies where notebooks are handed in: whose it is, which week it means, what it is."""

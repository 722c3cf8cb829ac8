"""What people and time can make happen, over real databases."""

"""What somebody can do here, by what they are: the way in that needs no command."""

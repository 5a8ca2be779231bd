"""What an outcome hangs on: screening and variance shares of all assumptions, and the box in which help comes."""

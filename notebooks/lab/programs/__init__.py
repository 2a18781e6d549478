"""What is run on each Python of a computer: the race of lab 06, and the measurements of lab 10."""

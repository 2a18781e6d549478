"""What `lab.check_setup` looks at: Python and its packages, Jupyter, the computer."""

"""People who leave, what is kept of them and for how long, and how their identity is taken away."""

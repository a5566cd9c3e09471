"""Who may drive what, where, on which day: the employer's authorisations and the verdict with its reasons."""

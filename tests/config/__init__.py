"""Of the wiring."""

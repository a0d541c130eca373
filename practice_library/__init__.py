"""The practice library: honest write-ups that travel between schools."""

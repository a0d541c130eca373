"""Rules of the network in plain Python."""

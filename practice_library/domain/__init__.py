"""Rules of the library in plain Python."""

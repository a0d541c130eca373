"""Swedish dates."""

"""What is done in the library: verbs that write."""

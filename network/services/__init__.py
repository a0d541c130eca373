"""What is done in the network: verbs that write."""

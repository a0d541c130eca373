"""Forms of the network: they clean, services save."""

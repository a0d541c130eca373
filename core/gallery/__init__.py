"""The component gallery: what every page is built from, with an example of each."""

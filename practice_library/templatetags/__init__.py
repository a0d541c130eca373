"""What the library's templates use."""

"""Changes to one file of a draft: bytes in, bytes out, everything that was not changed kept as it stands."""

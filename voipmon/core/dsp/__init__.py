"""Arithmetic on blocks of samples: rate conversion, mixing, limiting, fades."""

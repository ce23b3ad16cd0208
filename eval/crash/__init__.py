"""Crash safety, tried out: `referat eval crash`."""

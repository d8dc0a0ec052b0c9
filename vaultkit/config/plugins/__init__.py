"""Rules of other distributions, which register their classes by entry point."""

"""From bytes to facts for many files at once, and the cache of facts."""

"""The proofs: a change is made only if everything that it does not declare stays the same."""

"""Rules of a user's own: classes that installed distributions register by entry point.

A configuration names the distributions, so that whoever has no plug-in pays for none, and a vault
says itself what it is checked with.
"""

"""Web addresses: how the target of a link begins that leads out of the vault."""

import re

WEB_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
"""A scheme; a single letter before a colon may be a drive."""
HTTP_ADDRESS = re.compile(r"(?i)https?://(?P<host>[^\s/?#]*)(?P<rest>.*)", re.DOTALL)
"""An address that a browser opens: its host, and what follows that."""
OFF_THE_SITE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
"""What a browser takes for a place on another site than the page."""

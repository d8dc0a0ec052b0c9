"""The rules, one module each, named as its page; ``base`` is what they are built on."""

"""The endings of names that files in vaults have."""

_IMAGES = frozenset("avif bmp gif jpeg jpg png svg webp".split())
_SOUND_AND_FILM = frozenset("flac m4a mp3 ogg wav webm 3gp oga opus mkv mov mp4 ogv pdf".split())
MEDIA = _IMAGES | _SOUND_AND_FILM
"""Those of the files that the app embeds (reference, section 9.1)."""
_OTHER = frozenset(
    "md base canvas csv doc docx epub html json odt ppt pptx txt xls xlsx xml yaml yml zip".split()
)
_EXTENSIONS = MEDIA | _OTHER


def has_file_extension(path: str) -> bool:
    """Return whether a path ends in an extension that files in vaults have."""
    return path.rpartition(".")[2].strip().lower() in _EXTENSIONS and "." in path

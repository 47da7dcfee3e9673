"""The shapes that flow through Levelfield, as frozen dataclasses: knowledge, case, message."""

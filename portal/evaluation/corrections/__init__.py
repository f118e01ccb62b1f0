"""Typing errors in a confirmed result: proposed, agreed by the other side, confirmed above."""

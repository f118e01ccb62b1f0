"""Texts about people whose term is over: local policy among the rules of a cycle."""

"""The satisfaction survey as pure arithmetic: elements, index, grades, minimum sample."""

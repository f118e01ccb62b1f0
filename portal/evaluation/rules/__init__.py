"""Pure rules of the evaluation: exact numbers in, levels, weights, dates and refusals out.

Nothing here reads a database, a clock or a setting. What a city may decide is an argument; what
protects colleagues is a constant.
"""

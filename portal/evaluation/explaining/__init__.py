"""Why each field of a year's forms is asked, and forms that say so beside it."""

"""The pages of complaints: a citizen's, the public's, and the staff's."""

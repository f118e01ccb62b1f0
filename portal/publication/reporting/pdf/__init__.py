"""The report as a PDF; imported only where one is asked for, since it loads fonts and images."""

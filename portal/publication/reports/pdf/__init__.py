"""The report as a PDF; loaded only where one is drawn, for it brings fonts and images along."""

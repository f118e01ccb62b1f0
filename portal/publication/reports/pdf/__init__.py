"""The report as a PDF or Word document; loaded only where one is made: it brings libraries."""

"""Reading official and licensed code set files into tables, each with format checks and a dry run.

A file is read in full before anything is written, every bad row is reported with its line, and a file with too
many of them is refused. Nothing of an imported file leaves the folder it is written to.
"""

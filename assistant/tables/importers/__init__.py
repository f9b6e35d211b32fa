"""Reading official and licensed code set files into tables, each with format checks and a dry run."""

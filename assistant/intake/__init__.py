"""From read records and notes to a case with facts and spans."""

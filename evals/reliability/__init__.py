"""How often what must never happen happened: every row says how many tries, how many failures, and how sure that is."""

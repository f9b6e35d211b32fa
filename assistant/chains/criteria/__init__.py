"""The criteria table: each condition of the payer's policy against the chart."""

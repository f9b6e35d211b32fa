"""Letters to payers and physicians: appeals, requests, narratives, predeterminations, replies."""

"""Find the passages in force: lexical and dense search, index generations, and whether the hits support an answer."""

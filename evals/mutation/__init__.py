"""Small changes to codes and rules, and whether their tests notice."""

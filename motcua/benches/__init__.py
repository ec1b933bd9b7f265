"""Benches that need a module of their own; `motcua.bench` runs them."""

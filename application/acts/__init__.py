"""What can be done to a dossier that is in, one module for each part of its life."""

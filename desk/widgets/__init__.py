"""What two or more screens of the desk share."""

"""What Levelfield makes of words: sentence vectors, names of things, numbers, nearest examples."""

// Files
// Made from lessons/08-file.adoc by ./gregor author sync; try it with ./gregor jshell file

package gregor.exercise;

/// A typical mistake.
///
/// @param line   of the page of exercises, from 1
/// @param title  describes the mistake in one line
/// @param change makes the mistake in the original
/// @param says   words that the first failure must contain
public record Mistake(int line, String title, SourcePatch change, String says) {}

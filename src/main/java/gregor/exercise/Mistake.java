package gregor.exercise;

/// A mistake that many make, and what the tests say to it.
///
/// @param line   where it stands in the lesson's exercises, counted from 1
/// @param title  what is wrong, in a line
/// @param change makes it in the original
/// @param says   words that the first failure must say
public record Mistake(int line, String title, SourcePatch change, String says) {}

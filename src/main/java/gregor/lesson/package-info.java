/// Reads the lessons, runs their cells, shows them in the terminal, and updates generated files.
///
/// Above the ladder: no lesson imports it.
package gregor.lesson;

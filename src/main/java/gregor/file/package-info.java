/// Lesson 9: the log survives the process.
package gregor.file;

/// Lesson 8: the log survives the process.
package gregor.file;

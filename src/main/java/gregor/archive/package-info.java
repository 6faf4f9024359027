/// Lesson 10: what has left a log is data. The archive as a table, its plots, and the way back into a log.
package gregor.archive;

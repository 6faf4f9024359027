/// Lesson 8: many threads, one log.
package gregor.thread;

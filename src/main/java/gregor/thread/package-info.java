/// Lesson 7: many threads, one log.
package gregor.thread;

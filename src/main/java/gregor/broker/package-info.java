/// Lesson 9: all of it in one process that runs for weeks.
package gregor.broker;

/// Lesson 2: many writers, many readers.
package gregor.producer;

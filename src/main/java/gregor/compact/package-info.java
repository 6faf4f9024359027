/// Lesson 6: of each key, the latest event stays.
package gregor.compact;

/// Lesson 1: an ordered list; reading does not remove.
package gregor.list;

/// Lesson 5: consumers share the work, and remember together how far they are.
package gregor.group;

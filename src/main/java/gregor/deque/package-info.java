/// Lesson 3: the list may shrink at the start; what leaves is spilled as CSV.
package gregor.deque;

/// The list may shrink at the start; deleted events are spilled as CSV.
package gregor.deque;

/// Compaction retains the latest event of each key.
package gregor.compact;

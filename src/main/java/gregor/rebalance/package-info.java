/// Members of a group come and go, and the partitions are assigned again.
package gregor.rebalance;

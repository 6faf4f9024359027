/// The members of a group come and go, and agree on who reads which partition.
package gregor.rebalance;

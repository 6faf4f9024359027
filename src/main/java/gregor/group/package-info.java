/// Consumers share the partitions of topics, and store how far they are.
package gregor.group;

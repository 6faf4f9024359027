/// Many logs by name, each split into partitions; order holds only within a partition.
package gregor.topic;

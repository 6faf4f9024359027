/// Many logs by name, each split into partitions; order holds only within a partition.
@NullMarked
package gregor.topic;

import org.jspecify.annotations.NullMarked;

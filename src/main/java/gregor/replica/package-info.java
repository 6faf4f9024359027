/// One log on several machines: a deterministic simulation of Kafka's replication.
@NullMarked
package gregor.replica;

import org.jspecify.annotations.NullMarked;

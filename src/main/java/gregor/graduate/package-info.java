/// Outgrowing one machine: moves topics, committed offsets and access rules to another cluster and back, with Kafka's own
/// clients.
@NullMarked
package gregor.graduate;

import org.jspecify.annotations.NullMarked;

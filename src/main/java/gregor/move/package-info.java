/// Moving topics between clusters with Kafka's own clients.
@NullMarked
package gregor.move;

import org.jspecify.annotations.NullMarked;

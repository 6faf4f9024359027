/// A schema registry: what the bytes of a topic mean, as a compacted topic behind requests of the HTTP door.
@NullMarked
package gregor.schema;

import org.jspecify.annotations.NullMarked;

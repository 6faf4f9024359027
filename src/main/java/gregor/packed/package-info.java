/// A batch is bytes, and stored as it was received.
@NullMarked
package gregor.packed;

import org.jspecify.annotations.NullMarked;

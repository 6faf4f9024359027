/// Many writers, many readers.
@NullMarked
package gregor.producer;

import org.jspecify.annotations.NullMarked;

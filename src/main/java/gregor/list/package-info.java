/// An ordered list; reading does not remove.
@NullMarked
package gregor.list;

import org.jspecify.annotations.NullMarked;

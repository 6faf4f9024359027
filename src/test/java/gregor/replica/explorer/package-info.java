/// All schedules of a small cluster, tried one after the other, and the shortest one that breaks a promise.
@NullMarked
package gregor.replica.explorer;

import org.jspecify.annotations.NullMarked;

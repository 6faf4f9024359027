/// Histories of a cluster as files of readable lines: read, run, and recorded for a drawing.
@NullMarked
package gregor.replica.scenario;

import org.jspecify.annotations.NullMarked;

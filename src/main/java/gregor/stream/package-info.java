/// Programs that read topics, compute and write topics: streams, tables, windows, joins and state that survives, as in
/// Kafka Streams 4.3.
///
/// `StreamsComparisonTest` runs the same programs in Kafka Streams. This package departs from it in these points:
///
///   - Keys and values are texts.
///   - One program processes all partitions, in one thread. In Kafka Streams, the programs of one application are a group
///     and share the partitions.
///   - Kafka Streams removes closed windows from its stores on disk later, when a whole segment of them has expired. In
///     memory, it removes a session as soon as gap and grace have passed, although a late event may still extend it; here
///     it remains until no event can.
///   - After a restart, Kafka Streams begins with the time of its latest committed offsets. This package restores the
///     stream time with the store, from its changelog.
@NullMarked
package gregor.stream;

import org.jspecify.annotations.NullMarked;

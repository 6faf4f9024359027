package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// How far a group is behind in a partition.
///
/// @param committed the committed offset; empty if there is none
/// @param end       the offset of the next event of the log
/// @param events    `end` minus the committed offset, or minus the log start if there is none; never negative; gaps
///                  count
/// @param owner     the member that reads the partition; empty if there is none
public record Lag(TopicPartition partition, Optional<Long> committed, long end, long events, Optional<String> owner) {
    @Override
    public String toString() {
        return partition + ": committed " + committed.map(String::valueOf).orElse("nothing") + ", end " + end + ", lag "
                + events + ", read by " + owner.orElse("no member");
    }
}

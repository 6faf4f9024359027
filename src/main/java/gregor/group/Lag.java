package gregor.group;

import gregor.topic.TopicPartition;
import java.util.Optional;

/// How far a group is in a partition.
///
/// @param committed where it goes on, if it has said so
/// @param end       where the log goes on
/// @param events    how many offsets lie between; all that the log holds if nothing is committed
/// @param owner     the member that reads the partition, if one does
public record Lag(TopicPartition partition, Optional<Long> committed, long end, long events, Optional<String> owner) {
    @Override
    public String toString() {
        return partition + ": committed " + committed.map(String::valueOf).orElse("nothing") + ", end " + end + ", lag "
                + events + ", read by " + owner.orElse("nobody");
    }
}

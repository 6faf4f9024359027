package gregor.kafka;

import module java.base;

import gregor.list.Origin;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/// The transactions of a broker, as far as producers and consumers need them. Any thread may call it.
public interface Transactions {
    /// No transactions.
    Transactions NONE = new Transactions() {
        @Override
        public Origin init(String id, int timeoutMillis, Origin expected) {
            throw new ErrorResponseException(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    "this door has no transactions");
        }

        @Override
        public long append(String id, Origin producer, TopicPartition partition, boolean add, LongSupplier append) {
            throw new ErrorResponseException(Errors.INVALID_TXN_STATE, "this door has no transactions");
        }

        @Override
        public boolean isPending(String group, TopicPartition partition) {
            return false;
        }
    };

    /// Returns the producer id and the epoch for a producer that starts; aborts the transaction that it has left open.
    ///
    /// @param expected what the producer has; [Origin#UNKNOWN] if it has just started
    Origin init(String id, int timeoutMillis, Origin expected);

    /// Runs the append of a batch within the transaction of its producer, which cannot end meanwhile.
    ///
    /// @param add whether the partition becomes part of the transaction (KIP-890); else it must be
    long append(String id, Origin producer, TopicPartition partition, boolean add, LongSupplier append);

    /// Commits offsets outside transactions: open transactions do not commit those that they have sent before.
    ///
    /// @param append starts the commit, does not wait for the disk, and returns the end of the log of offsets
    /// @return what `append` returns
    default long commit(String group, Set<TopicPartition> partitions, LongSupplier append) {
        return append.getAsLong();
    }

    /// Whether an open transaction will commit an offset of a group.
    boolean isPending(String group, TopicPartition partition);
}

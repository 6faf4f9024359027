package gregor.grpc;

import module java.base;

import com.google.protobuf.ByteString;
import gregor.broker.IsolationLevel;
import gregor.grpc.proto.GregorMessages;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.topic.TopicPartition;

/// Converts events to messages of `gregor.proto` and back. Null and an absent field correspond; so do empty and empty.
final class ProtoMapper {
    /// The largest size of the tags, lengths and numbers of an entry, and of those of a header, in bytes.
    private static final int ENTRY_OVERHEAD = 48;
    private static final int HEADER_OVERHEAD = 24;

    private ProtoMapper() {}

    /// @param now the timestamp of an event without one, in milliseconds
    static Event event(GregorMessages.Event message, long now) {
        var headers = new ArrayList<Header>(message.getHeadersCount());
        for (GregorMessages.Header header : message.getHeadersList()) {
            headers.add(new Header(header.getKey(), header.hasValue() ? header.getValue().toByteArray() : null));
        }
        return new Event(message.hasTimestamp() ? message.getTimestamp() : now,
                message.hasKey() ? message.getKey().toByteArray() : null,
                message.hasValue() ? message.getValue().toByteArray() : null, headers);
    }

    static List<GregorMessages.Entry> entries(FetchPage page) {
        return page.entries().stream().map(entry -> GregorMessages.Entry.newBuilder().setOffset(entry.offset())
                .setEvent(message(entry.event())).build()).toList();
    }

    static GregorMessages.Event message(Event event) {
        var message = GregorMessages.Event.newBuilder().setTimestamp(event.timestamp());
        if (event.key() != null) {
            message.setKey(ByteString.copyFrom(event.key()));
        }
        if (event.value() != null) {
            message.setValue(ByteString.copyFrom(event.value()));
        }
        for (Header header : event.headers()) {
            var copy = GregorMessages.Header.newBuilder().setKey(header.key());
            message.addHeaders(header.value() == null ? copy : copy.setValue(ByteString.copyFrom(header.value())));
        }
        return message.build();
    }

    /// Estimates the bytes of an entry in a reply.
    static int size(Entry entry) {
        return entry.event().sizeInBytes() + ENTRY_OVERHEAD + HEADER_OVERHEAD * entry.event().headers().size();
    }

    /// @throws IllegalArgumentException if it is unknown
    static IsolationLevel isolation(GregorMessages.Isolation level) {
        return switch (level) {
            case READ_COMMITTED -> IsolationLevel.READ_COMMITTED;
            case READ_UNCOMMITTED -> IsolationLevel.READ_UNCOMMITTED;
            case UNRECOGNIZED -> throw new IllegalArgumentException(
                    "the isolation is unknown; send READ_COMMITTED or READ_UNCOMMITTED");
        };
    }

    static List<GregorMessages.Position> positions(Map<TopicPartition, Long> positions) {
        return positions.entrySet().stream()
                .map(position -> GregorMessages.Position.newBuilder().setTopic(position.getKey().topic())
                        .setPartition(position.getKey().partition()).setOffset(position.getValue()).build())
                .toList();
    }

    static TopicPartition partition(GregorMessages.Position position) {
        return new TopicPartition(position.getTopic(), position.getPartition());
    }
}

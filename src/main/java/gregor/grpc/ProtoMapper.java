package gregor.grpc;

import com.google.protobuf.ByteString;
import gregor.grpc.proto.GregorMessages;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Events as messages and back. What is absent there is null here.
final class ProtoMapper {
    /// What stands around an event and around each of its headers: tags, lengths, numbers.
    private static final int ENVELOPE = 48;
    private static final int HEADER = 24;

    private ProtoMapper() {}

    /// @param now the time of an event that comes without one
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
            var note = GregorMessages.Header.newBuilder().setKey(header.key());
            message.addHeaders(header.value() == null ? note : note.setValue(ByteString.copyFrom(header.value())));
        }
        return message.build();
    }

    /// How many bytes an entry takes in a reply, or a few less.
    static int size(Entry entry) {
        return entry.event().sizeInBytes() + ENVELOPE + HEADER * entry.event().headers().size();
    }

    static List<GregorMessages.Position> positions(Map<TopicPartition, Long> positions) {
        return positions.entrySet().stream().map(position -> GregorMessages.Position.newBuilder()
                .setTopic(position.getKey().topic()).setPartition(position.getKey().partition())
                .setOffset(position.getValue()).build()).toList();
    }

    static TopicPartition partition(GregorMessages.Position position) {
        return new TopicPartition(position.getTopic(), position.getPartition());
    }
}

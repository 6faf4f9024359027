package gregor.schema;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.RecordBatchTooLargeException;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import gregor.thread.WaitingLog;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A registry: subjects with versions of schemas, in the compacted topic `_schemas` of a broker.
///
/// Every change is read back from the topic before it is answered, so that a registry is never ahead of what a restart
/// would find. Requests that change something run one after the other; a request that reads waits for no disk. Any
/// thread may call it.
final class SchemaRegistry {
    static final String TOPIC = "_schemas";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int POLL_EVENTS = 500;

    private final Broker broker;
    private final long maxBytes;
    private final ReentrantLock writing = new ReentrantLock();
    private SchemaTable table = new SchemaTable();
    private @Nullable WaitingLog log;
    private @Nullable Consumer consumer;

    /// @param maxBytes the limit for what all schemas take in memory
    SchemaRegistry(Broker broker, long maxBytes) {
        this.broker = broker;
        this.maxBytes = maxBytes;
    }

    /// Returns what a function finds in the table as the topic is now.
    synchronized <T> T read(Function<SchemaTable, T> function) {
        if (broker.partitions(TOPIC) == 0) {
            table = new SchemaTable();
            log = null;
        } else {
            update(broker.partition(PARTITION));
        }
        return function.apply(table);
    }

    /// Reads what is new; everything if the topic has been deleted and made again.
    private void update(WaitingLog current) {
        if (log != current || consumer == null) {
            log = current;
            table = new SchemaTable();
            consumer = new Consumer("schemas", current, current.start());
        }
        try {
            for (List<Entry> some = consumer.poll(POLL_EVENTS); !some.isEmpty(); some = consumer.poll(POLL_EVENTS)) {
                some.forEach(entry -> table.apply(entry.event()));
            }
        } catch (OffsetOutOfRangeException e) {
            log = null;
            throw new SchemaException(SchemaException.STORE,
                    "Error in the backend data store: events of " + TOPIC + " were deleted; try again");
        }
    }

    /// Changes the table: the events that a function returns are appended as one batch.
    ///
    /// @param change decides on the table as it is; it may throw a [SchemaException]
    void write(Function<SchemaTable, List<Event>> change) {
        writing.lock();
        try {
            List<Event> events = read(change);
            if (!events.isEmpty()) {
                create();
                broker.append(PARTITION, ListBatch.of(Origin.UNKNOWN, events));
            }
        } catch (RecordBatchTooLargeException e) {
            throw new SchemaException(SchemaException.TOO_LARGE, "Schema is too large: " + e.getMessage());
        } finally {
            writing.unlock();
        }
    }

    private void create() {
        if (broker.partitions(TOPIC) == 0) {
            try {
                broker.createTopic(TOPIC, 1, Map.of("cleanup.policy", "compact"));
            } catch (TopicExistsException e) {
                // another client created it meanwhile
            }
        }
    }

    /// Registers a schema as the next version of a subject, and returns its id. A schema that the subject has already
    /// keeps its version and its id; one that another subject has gets the same id.
    ///
    /// @param version the version in mode IMPORT; 0 for the next one
    /// @param id      the id in mode IMPORT; 0 for none
    int register(String subject, ParsedSchema schema, int version, int id) {
        write(table -> {
            if (find(table, subject, schema, false).filter(found -> id == 0 || id == found.id()).isPresent()) {
                return List.of();
            }
            Mode.of(table, subject).checkRegistration(table, subject, schema, id);
            List<String> problems = id > 0 ? List.of() : check(table, subject, schema, live(table, subject));
            if (!problems.isEmpty()) {
                throw new SchemaException(SchemaException.INCOMPATIBLE,
                        "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                                + "\", details: " + problems);
            }
            if (table.bytes() + 4L * schema.text().length() > maxBytes) {
                throw new SchemaException(SchemaException.STORE, "Error in the backend data store: all schemas take "
                        + table.bytes() + " bytes of " + maxBytes + "; delete some, or give the broker more memory");
            }
            int next = table.versions(subject).isEmpty() ? 1 : table.versions(subject).lastKey() + 1;
            return List.of(SchemaTable.schema(new SchemaVersion(subject, version > 0 ? version : next,
                    id > 0 ? id : table.idOf(schema), schema.type(), schema.text(), false)));
        });
        return read(table -> find(table, subject, schema, false).orElseThrow().id());
    }

    /// Returns the version of a subject with a schema.
    static Optional<SchemaVersion> find(SchemaTable table, String subject, ParsedSchema schema, boolean deleted) {
        return table.versions(subject).descendingMap().values().stream().filter(each -> (deleted || !each.deleted())
                && each.type().equals(schema.type()) && each.text().equals(schema.text())).findFirst();
    }

    /// Returns the versions of a subject that are not deleted.
    static List<SchemaVersion> live(SchemaTable table, String subject) {
        return table.versions(subject).values().stream().filter(each -> !each.deleted()).toList();
    }

    /// Returns what makes a schema incompatible with some versions of a subject.
    static List<String> check(SchemaTable table, String subject, ParsedSchema schema, List<SchemaVersion> earlier) {
        Compatibility level = level(table, subject);
        if (level == Compatibility.NONE) {
            return List.of();
        }
        List<SchemaVersion> compared = level.isTransitive()
                ? earlier
                : earlier.subList(Math.max(0, earlier.size() - 1), earlier.size());
        return level.check(schema, compared.stream().map(each -> ParsedSchema.of(each.type(), each.text())).toList());
    }

    static Compatibility level(SchemaTable table, String subject) {
        return table.level(subject).or(() -> table.level(SchemaTable.GLOBAL)).map(Compatibility::of)
                .orElse(Compatibility.BACKWARD);
    }

    /// Deletes versions of a subject: softly, or permanently those that are deleted softly.
    ///
    /// @param choice chooses the versions; it may throw a [SchemaException]
    void delete(String subject, boolean permanent, Function<SchemaTable, List<SchemaVersion>> choice) {
        write(table -> {
            Mode.of(table, subject).checkWritable(subject);
            List<SchemaVersion> versions = choice.apply(table);
            var events = new ArrayList<Event>();
            versions.forEach(each -> events
                    .add(permanent ? SchemaTable.tombstone(each) : SchemaTable.schema(each.withDeleted(true))));
            if (permanent) {
                events.add(table.lastIdRecord());
            }
            return events;
        });
    }
}

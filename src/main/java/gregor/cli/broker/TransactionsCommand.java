package gregor.cli.broker;

import module java.base;

import static gregor.cli.broker.KafkaTypes.get;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TextTable;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor transactions`: lists, describes and aborts the transactions of a running broker. Kafka:
/// `kafka-transactions.sh`.
@Command(name = "transactions", mixinStandardHelpOptions = true,
        description = "List, describe and abort transactions of a running broker, and find hanging ones.")
final class TransactionsCommand {
    private static final TextTable<TransactionListing> LIST = new TextTable<TransactionListing>()
            .column("transactional id", "id", TransactionListing::transactionalId)
            .column("state", "state", transaction -> transaction.state().toString())
            .column("producer", "producer", transaction -> new TextTable.Offset(transaction.producerId()));

    private static final TextTable<OpenTransaction> OPEN = new TextTable<OpenTransaction>()
            .column("topic", "topic", open -> open.partition().topic())
            .column("partition", "partition", open -> open.partition().partition())
            .column("first offset", "firstOffset", open -> new TextTable.Offset(open.firstOffset()))
            .column("producer", "producer", open -> new TextTable.Offset(open.producer().producerId()))
            .column("epoch", "epoch", open -> open.producer().producerEpoch()).column("last write", "lastWrite",
                    open -> Instant.ofEpochMilli(open.producer().lastTimestamp()).toString());

    private static final Set<TransactionState> UNFINISHED = EnumSet.of(TransactionState.ONGOING,
            TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT);

    private record OpenTransaction(TopicPartition partition, ProducerState producer) {
        long firstOffset() {
            return producer.currentTransactionStartOffset().orElseThrow();
        }
    }

    private static Admin admin(BrokerClient client) {
        if (client instanceof KafkaAdmin running) {
            return running.admin();
        }
        throw new CommandException(
                "no broker runs on this folder, and only a running broker has transactions; start it: ./gregor broker");
    }

    @Command(mixinStandardHelpOptions = true, description = "List the transactional ids and their states.")
    void list(@Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.reading()) {
            output.table("transactions", LIST, List.copyOf(get(admin(client).listTransactions().all())),
                    "there are no transactions yet; a producer with a transactional.id begins one", List.of());
        }
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Describe a transactional id: its producer, and the partitions of its open transaction.")
    void describe(@Parameters(paramLabel = "ID", description = "The transactional id.") String id,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.reading()) {
            TransactionDescription found = get(admin(client).describeTransactions(List.of(id)).description(id));
            var partitions = new TreeSet<String>();
            found.topicPartitions().forEach(partition -> partitions.add(partition.toString()));
            Optional<String> started = Optional.of(found.transactionStartTimeMs()).filter(OptionalLong::isPresent)
                    .map(time -> Instant.ofEpochMilli(time.getAsLong()).toString());
            if (output.isJson()) {
                JsonOutput.print(JsonOutput.object("id", id, "state", found.state().toString(), "producer",
                        found.producerId(), "epoch", found.producerEpoch(), "timeoutMillis",
                        found.transactionTimeoutMs(), "started", started.orElse(null), "partitions", partitions));
            } else {
                System.out.println(HumanText.escapeControls(id) + ", " + found.state()
                        + started.map(time -> " since " + time).orElse("") + "\nproducer " + found.producerId()
                        + ", epoch " + found.producerEpoch() + ", timeout " + found.transactionTimeoutMs() + " ms"
                        + (partitions.isEmpty() ? "" : "\npartitions " + String.join(", ", partitions)));
            }
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Abort the open transaction of a transactional id; its producer is fenced.",
                    "With --topic, --partition and --first-offset instead, abort a hanging transaction in one "
                            + "partition, as find-hanging names it."})
    void abort(@Parameters(arity = "0..1", paramLabel = "ID", description = "The transactional id.") String id,
            @Option(names = "--topic", paramLabel = "TOPIC", description = "The topic.") String topic,
            @Option(names = "--partition", paramLabel = "N", description = "The partition.") Integer partition,
            @Option(names = "--first-offset", paramLabel = "N",
                    description = "The first offset of the transaction.") Long firstOffset,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        boolean hanging = topic != null && partition != null && firstOffset != null;
        if (hanging == (id != null)) {
            throw new CommandException("name a transactional id, or else --topic, --partition and --first-offset");
        }
        try (BrokerClient client = broker.reading()) {
            if (hanging) {
                abort(admin(client), new TopicPartition(topic, partition), firstOffset);
                output.done("transaction", topic + "-" + partition + "@" + firstOffset, "aborted",
                        "the transaction is aborted in this partition");
            } else {
                get(admin(client).describeTransactions(List.of(id)).description(id));
                get(admin(client).fenceProducers(List.of(id)).all());
                output.done("transaction", id, "aborted",
                        "no transaction of " + HumanText.escapeControls(id) + " is open, and its producer is fenced");
            }
        }
    }

    private static void abort(Admin admin, TopicPartition partition, long firstOffset) {
        OpenTransaction open = open(admin, Set.of(partition)).stream().filter(each -> each.firstOffset() == firstOffset)
                .findFirst()
                .orElseThrow(() -> new CommandException("no open transaction of " + partition + " begins at offset "
                        + firstOffset + "; ./gregor transactions find-hanging lists those that hang"));
        OptionalInt coordinator = open.producer().coordinatorEpoch();
        get(admin.abortTransaction(new AbortTransactionSpec(partition, open.producer().producerId(),
                (short) open.producer().producerEpoch(), coordinator.orElse(0))).all());
    }

    private static List<OpenTransaction> open(Admin admin, Collection<TopicPartition> partitions) {
        return get(admin.describeProducers(partitions).all()).entrySet().stream()
                .flatMap(each -> each.getValue().activeProducers().stream()
                        .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                        .map(producer -> new OpenTransaction(each.getKey(), producer)))
                .toList();
    }

    @Command(name = "find-hanging", mixinStandardHelpOptions = true,
            description = {
                    "Find transactions that no producer will end: open in a partition for longer than any "
                            + "transaction may take, and unknown to the coordinator.",
                    "Readers of committed events wait for them."})
    void findHanging(@Mixin ConnectionOptions broker, @Mixin OutputOption output, @Option(
            names = "--max-transaction-timeout", paramLabel = "TIME", defaultValue = "15m",
            description = "The longest time that a transaction may take; ${DEFAULT-VALUE} by default.") Duration longest) {
        try (BrokerClient client = broker.reading()) {
            Admin admin = admin(client);
            var partitions = new HashSet<TopicPartition>();
            Set<String> topics = get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            get(admin.describeTopics(topics).allTopicNames()).forEach((name, topic) -> topic.partitions()
                    .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
            long since = System.currentTimeMillis() - longest.toMillis();
            Set<Long> known = get(admin.listTransactions(new ListTransactionsOptions().filterStates(UNFINISHED)).all())
                    .stream().map(TransactionListing::producerId).collect(Collectors.toSet());
            output.table("hanging", OPEN,
                    open(admin, partitions).stream()
                            .filter(open -> open.producer().lastTimestamp() < since
                                    && !known.contains(open.producer().producerId()))
                            .toList(),
                    "no transaction hangs", List.of());
        }
    }
}

import module java.base;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/// Writes a bill for each order, exactly once, and goes on at the newest checkpoint in its folder. Arguments: HOST:PORT
/// of the broker, the folder.
void main(String... args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[1]));
    var settings = new Configuration();
    settings.setString("execution.checkpointing.interval", "200ms");
    settings.setString("execution.checkpointing.dir", folder.toUri().toString());
    settings.setString("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    settings.setString("parallelism.default", "2");
    try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.endsWith("_metadata")).max(Comparator.comparing(file -> file.toFile().lastModified()))
                .ifPresent(newest -> settings.setString("execution.state-recovery.path",
                        newest.getParent().toUri().toString()));
    }
    var environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    var orders = KafkaSource.<String>builder().setBootstrapServers(args[0]).setTopics("orders").setGroupId("billing")
            .setStartingOffsets(OffsetsInitializer.earliest()).setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    var bills = KafkaSink.<String>builder().setBootstrapServers(args[0])
            .setDeliveryGuarantee(args.length > 2 ? DeliveryGuarantee.AT_LEAST_ONCE : DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix("bills").setProperty("transaction.timeout.ms", "60000")
            .setRecordSerializer(KafkaRecordSerializationSchema.builder().setTopic("bills")
                    .setValueSerializationSchema(new SimpleStringSchema()).build())
            .build();
    environment.fromSource(orders, WatermarkStrategy.noWatermarks(), "orders").sinkTo(bills);
    environment.execute();
}

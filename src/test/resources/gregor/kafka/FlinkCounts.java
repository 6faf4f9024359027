import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/// Counts the reports by status, up to the end that the topic has now. Argument: HOST:PORT of the broker.
public class FlinkCounts {
    public static void main(String... args) throws Exception {
        var reports = KafkaSource.<String>builder().setBootstrapServers(args[0]).setTopics("deliveries")
                .setStartingOffsets(OffsetsInitializer.earliest()).setBounded(OffsetsInitializer.latest())
                .setValueOnlyDeserializer(new SimpleStringSchema()).build();
        var counts = KafkaSink.<String>builder().setBootstrapServers(args[0])
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(KafkaRecordSerializationSchema.builder().setTopic("flink-counts")
                        .setValueSerializationSchema(new SimpleStringSchema()).build())
                .build();
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.fromSource(reports, WatermarkStrategy.noWatermarks(), "deliveries")
                .map(report -> Tuple2.of(report.split("--")[1], 1L)).returns(Types.TUPLE(Types.STRING, Types.LONG))
                .keyBy(status -> status.f0, Types.STRING).sum(1)
                .map(count -> count.f0 + " " + count.f1).returns(Types.STRING).sinkTo(counts);
        environment.execute();
    }
}

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cloud.stream.schema.registry.SchemaReference;
import org.springframework.cloud.stream.schema.registry.avro.AvroSchemaRegistryClientMessageConverter;
import org.springframework.cloud.stream.schema.registry.avro.AvroSchemaServiceManagerImpl;
import org.springframework.cloud.stream.schema.registry.avro.DefaultSubjectNamingStrategy;
import org.springframework.cloud.stream.schema.registry.client.ConfluentSchemaRegistryClient;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeType;
import org.springframework.web.client.RestTemplate;

/// Writes orders with Spring's serializer and a schema registry, and reads them with a schema that has one field more.
/// Arguments: the address of the registry, HOST:PORT of the broker.
class SpringOrders {
    static final String ORDER = """
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
                {"name": "id", "type": "long"}, {"name": "note", "type": ["null", "string"], "default": null}%s]}""";

    static AvroSchemaRegistryClientMessageConverter converter(ConfluentSchemaRegistryClient client) {
        var converter = new AvroSchemaRegistryClientMessageConverter(client, new ConcurrentMapCacheManager(),
                new AvroSchemaServiceManagerImpl());
        converter.setDynamicSchemaGenerationEnabled(true);
        converter.setSubjectNamingStrategy(new DefaultSubjectNamingStrategy());
        return converter;
    }

    public static void main(String[] arguments) {
        var rest = new RestTemplate();
        rest.getInterceptors().add(new BasicAuthenticationInterceptor("anyone", "secret"));
        var client = new ConfluentSchemaRegistryClient(rest);
        client.setEndpoint(arguments[0]);

        Schema schema = new Schema.Parser().parse(ORDER.formatted(""));
        GenericRecord order = new GenericData.Record(schema);
        order.put("id", 7L);
        order.put("note", "köln");
        var writer = converter(client);
        writer.afterPropertiesSet();
        Message<?> written = writer.toMessage(order,
                new MessageHeaders(Map.of(MessageHeaders.CONTENT_TYPE, MimeType.valueOf("application/*+avro"))));
        String type = written.getHeaders().get(MessageHeaders.CONTENT_TYPE).toString();
        System.out.println("written as " + type);

        Map<String, Object> broker = Map.of("bootstrap.servers", arguments[1]);
        try (var producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<byte[], byte[]>("orders", 0, null, (byte[]) written.getPayload());
            record.headers().add(MessageHeaders.CONTENT_TYPE, type.getBytes(StandardCharsets.UTF_8));
            producer.send(record);
        }

        var reader = converter(client);
        String larger = ORDER.formatted(", {\"name\": \"paid\", \"type\": \"boolean\", \"default\": false}");
        reader.setReaderSchema(new ByteArrayResource(larger.getBytes(StandardCharsets.UTF_8)));
        reader.afterPropertiesSet();
        try (var consumer = new KafkaConsumer<>(broker, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition("orders", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(Duration.ofSeconds(20)).records(partition);
            ConsumerRecord<byte[], byte[]> record = records.getFirst();
            String said = new String(record.headers().lastHeader(MessageHeaders.CONTENT_TYPE).value(),
                    StandardCharsets.UTF_8);
            System.out.println("read " + reader.fromMessage(MessageBuilder.withPayload(record.value())
                    .setHeader(MessageHeaders.CONTENT_TYPE, MimeType.valueOf(said)).build(), GenericRecord.class));
        }

        var registered = client.register("order", "avro", ORDER.formatted(", {\"name\": \"paid\", \"type\": \"boolean\", \"default\": false}"));
        System.out.println("registered " + registered.getId() + " as version " + registered.getSchemaReference().getVersion());
        System.out.println("same " + client.fetch(new SchemaReference("order", 2, "avro")).equals(client.fetch(registered.getId())));
        try {
            client.register("order", "avro", "{\"type\": \"record\", \"name\": \"Order\", \"fields\": [{\"name\": \"id\", \"type\": \"string\"}]}");
        } catch (RuntimeException e) {
            System.out.println("refused: " + e.getMessage().replaceFirst(":.*", ""));
        }
        try {
            client.fetch(new SchemaReference("none", 1, "avro"));
        } catch (RuntimeException e) {
            System.out.println("not found: " + e.getClass().getSimpleName());
        }
    }
}

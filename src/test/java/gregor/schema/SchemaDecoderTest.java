package gregor.schema;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.Utf8;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Payloads that Avro's own library wrote, and payloads that nothing should write.
class SchemaDecoderTest {
    private static final String ORDER = """
            {"type":"record","name":"Order","fields":[
             {"name":"id","type":"long"},{"name":"open","type":"boolean"},{"name":"price","type":"double"},
             {"name":"weight","type":"float"},{"name":"note","type":["null","string"]},
             {"name":"state","type":{"type":"enum","name":"State","symbols":["NEW","PAID"]}},
             {"name":"tags","type":{"type":"array","items":"string"}},
             {"name":"sizes","type":{"type":"map","values":"int"}},
             {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
             {"name":"day","type":{"type":"int","logicalType":"date"}},
             {"name":"sum","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
             {"name":"raw","type":{"type":"fixed","name":"Raw","size":3}}]}""";

    private static byte[] order() throws IOException {
        Schema schema = new Schema.Parser().parse(ORDER);
        var record = new GenericData.Record(schema);
        record.put("id", -7L);
        record.put("open", true);
        record.put("price", 1.5);
        record.put("weight", 0.5f);
        record.put("note", "köln");
        record.put("state", new GenericData.EnumSymbol(schema.getField("state").schema(), "PAID"));
        record.put("tags", List.of("a", "b"));
        record.put("sizes", Map.of("x", 3));
        record.put("at", 1_772_409_600_000L);
        record.put("day", 20_514);
        record.put("sum", ByteBuffer.wrap(new BigInteger("1234").toByteArray()));
        record.put("raw", new GenericData.Fixed(schema.getField("raw").schema(), new byte[]{1, 2, 3}));
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static byte[] payload(int id, byte[] data) {
        return ByteBuffer.allocate(5 + data.length).put((byte) 0).putInt(id).put(data).array();
    }

    @Test
    void whatAvroWroteIsReadAsJson() throws IOException {
        Event schema = SchemaTable.schema(new SchemaVersion("orders-value", 1, 7, "AVRO", ORDER, true));
        var polls = new AtomicInteger();
        var decoder = new SchemaDecoder(() -> polls.getAndIncrement() == 0 ? List.of(schema) : List.of());
        for (int i = 0; i < 3; i++) {
            assertThat(decoder.decode(payload(7, order())).orElseThrow().toString()).isEqualTo("""
                    {"id":-7,"open":true,"price":1.5,"weight":0.5,"note":"köln","state":"PAID","tags":["a","b"],\
                    "sizes":{"x":3},"at":"2026-03-02T00:00:00Z","day":"2026-03-02","sum":12.34,"raw":"AQID"}""");
            assertThat(decoder.decode(payload(8, order()))).isEmpty();
        }
        assertThat(polls).as("reads of the topic: one for each id").hasValue(2);
        assertThat(decoder.decode(null)).isEmpty();
        assertThat(decoder.decode(new byte[0])).isEmpty();
        assertThat(decoder.decode(Utf8.bytes("{\"id\":1}"))).isEmpty();
    }

    @Test
    void noPrefixAndNoRandomBytesDoMoreThanFail() throws IOException {
        ParsedSchema schema = ParsedSchema.of("AVRO", ORDER);
        byte[] whole = order();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThatThrownBy(() -> schema.decode(cut)).as(length + " bytes")
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                schema.decode(ByteBuffer.wrap(changed));
            } catch (IllegalArgumentException e) {
                // refused with a message
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"type\":\"array\",\"items\":\"null\"} | feffffff0f | more values",
            "\"bytes\" | feffffff0f | a length is 2147483647",
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":[\"null\",\"R\"]}]} | "
                    + "0202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202"
                    + "0202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202"
                    + "0202020202020202020202020202020202020202 | nested deeper",
            "\"int\" | 0202 | 1 bytes follow the value",
            "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]} | 04 | " + "a value that its type does not have"})
    void whatAnnouncesMoreThanItHasIsRefused(String schema, String data, String message) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(data));
        assertThatThrownBy(() -> ParsedSchema.of("AVRO", schema).decode(bytes))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}

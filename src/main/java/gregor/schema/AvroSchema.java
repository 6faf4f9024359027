package gregor.schema;

import module java.base;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import tools.jackson.databind.JsonNode;

/// A schema of Apache Avro 1.12, parsed and compared by its library.
record AvroSchema(Schema schema) implements ParsedSchema {
    static final String TYPE = "AVRO";
    private static final int MAX_REPORTED = 20;

    static AvroSchema of(String text) {
        try {
            return new AvroSchema(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException e) {
            throw SchemaException.invalid(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // The parser expects some parts of a schema to be well-formed, and casts.
            throw SchemaException.invalid("it is JSON, but not a schema of Avro");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String text() {
        return schema.toString();
    }

    @Override
    public List<String> incompatibilities(ParsedSchema writer) {
        try {
            var result = SchemaCompatibility.checkReaderWriterCompatibility(schema, ((AvroSchema) writer).schema)
                    .getResult();
            return result.getIncompatibilities().stream().limit(MAX_REPORTED)
                    .map(each -> each.getType() + " at " + each.getLocation() + ": " + each.getMessage()).toList();
        } catch (StackOverflowError e) {
            return List.of("the schemas are nested too deeply to be compared");
        }
    }

    @Override
    public JsonNode decode(ByteBuffer data) {
        return new AvroReader(data).read(schema);
    }
}

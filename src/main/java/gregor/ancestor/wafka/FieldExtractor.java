package gregor.ancestor.wafka;

import gregor.list.Utf8;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/// Extracts a field from the value of an event.
@FunctionalInterface
public interface FieldExtractor {
    /// Returns the field as text.
    ///
    /// @throws MissingFieldException if the value does not have it
    String in(byte[] value);

    /// Extracts a field of a JSON object: a string, a number, true or false.
    static FieldExtractor json(String name) {
        var mapper = new JsonMapper();
        return value -> {
            try {
                JsonNode node = mapper.readTree(text(value, name)).path(name);
                if (!node.isValueNode() || node.isNull()) {
                    throw missing(value, name, "give it a text or a number of that name");
                }
                return node.asString();
            } catch (JacksonException e) {
                throw missing(value, name, "it is not a JSON object");
            }
        };
    }

    /// Extracts a field of a line of CSV.
    ///
    /// @param columns the names of all columns, in order
    /// @throws IllegalArgumentException if the field is not one of the columns
    static FieldExtractor csv(List<String> columns, String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException(
                    "unknown column " + name + "; the columns are " + String.join(", ", columns));
        }
        ObjectReader reader = new CsvMapper().readerForListOf(String.class).with(CsvReadFeature.WRAP_AS_ARRAY);
        return value -> {
            try {
                var lines = reader.<List<String>>readValues(text(value, name));
                List<String> line = lines.hasNext() ? lines.next() : List.of();
                if (line.size() <= column) {
                    throw missing(value, name, "its line has " + line.size() + " columns of " + columns.size());
                }
                return line.get(column);
            } catch (JacksonException e) {
                throw missing(value, name, "it is not CSV");
            }
        };
    }

    /// Extracts a part of a text such as `truck--ontime--australia-melbourne-1021`.
    ///
    /// @param separator separates the parts
    /// @param place     the number of the part, counted from 0
    static FieldExtractor part(String separator, int place) {
        return value -> {
            String name = "part " + place;
            String[] parts = text(value, name).split(Pattern.quote(separator), -1);
            if (parts.length <= place) {
                throw missing(value, name, "it has " + parts.length + " parts");
            }
            return parts[place];
        };
    }

    private static String text(byte[] value, String name) {
        if (value == null) {
            throw missing(null, name, "there is no value");
        }
        return Utf8.text(value).orElseThrow(() -> missing(value, name, "it is not text"));
    }

    private static MissingFieldException missing(byte[] value, String name, String reason) {
        String text = Utf8.show(value);
        String shown = text.length() <= 60 ? text : text.substring(0, 59) + "…";
        return new MissingFieldException("no field " + name + " in " + shown + ": " + reason);
    }
}

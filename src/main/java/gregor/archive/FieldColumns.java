package gregor.archive;

import module java.base;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Collects the fields of values that are JSON objects in columns, a row for each event. A field of an object in the
/// object has a name such as `address.city`.
///
/// A column has whole numbers, numbers, truth values or times (ISO 8601; in UTC) if all its cells are; otherwise texts.
final class FieldColumns {
    private static final int MAX_FIELDS = 200;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d\\S*)?");

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private int rows;

    private enum Kind { LONG, DOUBLE, BOOLEAN, TIME, TEXT }

    private static final class Field {
        private final StringColumn cells;
        private Kind kind;

        Field(String name) {
            cells = StringColumn.create(name);
        }

        /// Appends a cell in a row; rows without the field are missing.
        void add(String cell, Kind found, int row) {
            while (cells.size() < row) {
                cells.appendMissing();
            }
            cells.append(cell);
            boolean numbers = kind == Kind.LONG && found == Kind.DOUBLE || kind == Kind.DOUBLE && found == Kind.LONG;
            kind = kind == null || kind == found ? found : numbers ? Kind.DOUBLE : Kind.TEXT;
        }
    }

    /// Adds a row: the fields of a value, or none if it is not a JSON object.
    void add(byte[] value) {
        if (value != null && value.length > 0 && value[0] == '{') {
            try {
                add("", JSON.readTree(value));
            } catch (JacksonException e) {
                // a text that begins with a brace
            }
        }
        rows++;
    }

    private void add(String prefix, JsonNode object) {
        object.forEachEntry((name, node) -> {
            if (node.isObject()) {
                add(prefix + name + ".", node);
            } else if (!node.isNull() && (fields.size() < MAX_FIELDS || fields.containsKey(prefix + name))) {
                Field field = fields.computeIfAbsent(prefix + name, Field::new);
                if (field.cells.size() <= rows) {
                    field.add(node.isString() ? node.asString() : node.toString(), kind(node), rows);
                }
            }
        });
    }

    private static Kind kind(JsonNode node) {
        if (node.isNumber()) {
            return node.canConvertToLong() && node.isIntegralNumber() ? Kind.LONG : Kind.DOUBLE;
        }
        if (node.isBoolean()) {
            return Kind.BOOLEAN;
        }
        return node.isString() && time(node.asString()).isPresent() ? Kind.TIME : Kind.TEXT;
    }

    /// Parses a time of ISO 8601; without an offset it is in UTC.
    static Optional<LocalDateTime> time(String text) {
        if (!TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        String iso = text.length() == 10 ? text + "T00:00" : text.replace(' ', 'T');
        try {
            return Optional.of(
                    switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from)) {
                        case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                        case Object time -> (LocalDateTime) time;
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The columns, in the order in which the fields came. One that has a name in `taken` is called `value.name`.
    List<Column<?>> columns(List<String> taken) {
        var columns = new ArrayList<Column<?>>();
        for (Field field : fields.values()) {
            while (field.cells.size() < rows) {
                field.cells.appendMissing();
            }
            String name = field.cells.name();
            columns.add(typed(field, taken.contains(name) ? "value." + name : name));
        }
        return columns;
    }

    private static Column<?> typed(Field field, String name) {
        Column<?> column = switch (field.kind) {
            case LONG -> LongColumn.create(name);
            case DOUBLE -> DoubleColumn.create(name);
            case BOOLEAN -> BooleanColumn.create(name);
            case TIME -> DateTimeColumn.create(name);
            case TEXT -> field.cells.setName(name);
        };
        for (int row = 0; field.kind != Kind.TEXT && row < field.cells.size(); row++) {
            if (field.cells.isMissing(row)) {
                column.appendMissing();
            } else if (column instanceof DateTimeColumn times) {
                times.append(time(field.cells.get(row)).orElseThrow());
            } else {
                column.appendCell(field.cells.get(row));
            }
        }
        return column;
    }
}

package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Which events of an input are written, by their numbers, which count from 0.
///
/// As text it is what `--skip` takes: how many at the beginning, and then ranges that count from 1: `5000,5004-5010`.
final class EventNumbers {
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final Pattern RANGE = Pattern.compile("([1-9]\\d{0,17})-(\\d{1,18})");
    private static final int MAX_MESSAGE_LENGTH = 200;

    /// The first number of each range, and the number after its last one. Ranges do not touch each other.
    private final NavigableMap<Long, Long> ranges = new TreeMap<>();

    static final class Converter implements ITypeConverter<EventNumbers> {
        @Override
        public EventNumbers convert(String text) {
            var numbers = new EventNumbers();
            String[] parts = text.split(",", -1);
            numbers.add(0, Long.parseLong(match(COUNT, parts[0]).group()));
            for (String part : List.of(parts).subList(1, parts.length)) {
                Matcher range = match(RANGE, part);
                numbers.add(Long.parseLong(range.group(1)) - 1, Long.parseLong(range.group(2)));
            }
            return numbers;
        }

        private static Matcher match(Pattern pattern, String text) {
            Matcher part = pattern.matcher(text);
            if (!part.matches()) {
                throw new TypeConversionException("\"" + text
                        + "\" is no number of events; give one, such as 5000, or what a failed produce has printed");
            }
            return part;
        }
    }

    void add(long number) {
        add(number, number + 1);
    }

    private void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> near = ranges.floorEntry(to);
        while (near != null && near.getValue() >= from) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            ranges.remove(near.getKey());
            near = ranges.floorEntry(to);
        }
        ranges.put(start, end);
    }

    boolean contains(long number) {
        Map.Entry<Long, Long> range = ranges.floorEntry(number);
        return range != null && number < range.getValue();
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// Returns the value for `--skip`, or if it is too long for a message, `@` and a new temporary file with it.
    String argument() {
        String text = toString();
        if (text.length() <= MAX_MESSAGE_LENGTH) {
            return text;
        }
        try {
            return "@" + Files.writeString(Files.createTempFile("gregor-skip", ".txt"), text);
        } catch (IOException e) {
            throw CommandException.of("cannot write a file for --skip " + text, e);
        }
    }

    @Override
    public String toString() {
        return ranges.getOrDefault(0L, 0L) + ranges.tailMap(0L, false).entrySet().stream()
                .map(range -> "," + (range.getKey() + 1) + "-" + range.getValue()).collect(Collectors.joining());
    }
}

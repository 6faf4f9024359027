package gregor.live;

import gregor.group.GroupOffsets;
import gregor.list.Consumer;
import gregor.list.ForwardingLog;
import gregor.producer.Producer;
import gregor.rebalance.Group;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedList;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/// Methods of the JDK that TeaVM lacks. Those of an instance take it first.
public final class Substitutes {
    private Substitutes() {}

    public static int sum(int one, int other) {
        return one + other;
    }

    public static long sum(long one, long other) {
        return one + other;
    }

    public static Stream<String> lines(String text) {
        return text.isEmpty() ? Stream.empty() : Stream.of(text.split("\r?\n"));
    }

    public static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    public static long convert(TimeUnit unit, Duration duration) {
        return unit.convert(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    public static long getPlain(AtomicLong number) {
        return number.get();
    }

    public static void setRelease(AtomicLong number, long value) {
        number.set(value);
    }

    public static String readString(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    public static void writeBytes(java.io.ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    public static ByteBuffer slice(ByteBuffer buffer, int from, int length) {
        return buffer.duplicate().limit(from + length).position(from).slice();
    }

    public static Object get(LinkedList<?> list, int index) {
        if (index < 0 || index >= list.size()) {
            throw new IndexOutOfBoundsException("Index: " + index + ", Size: " + list.size());
        }
        return list.get(index);
    }

    public static <T> SortedSet<T> unmodifiableSortedSet(SortedSet<T> set) {
        return new TreeSet<>(set);
    }

    public static <K, V> SortedMap<K, V> unmodifiableSortedMap(SortedMap<K, V> map) {
        return new TreeMap<>(map);
    }

    public static <K, V> SequencedMap<K, V> unmodifiableSequencedMap(SequencedMap<? extends K, ? extends V> map) {
        return new java.util.LinkedHashMap<>(map);
    }

    public static String replaceAll(Matcher matcher, Function<MatchResult, String> replacement) {
        var text = new StringBuffer();
        matcher.reset();
        while (matcher.find()) {
            matcher.appendReplacement(text, replacement.apply(matcher));
        }
        return matcher.appendTail(text).toString();
    }

    /// Returns null, since the handle is not needed: see [#get(VarHandle, byte[], int)].
    public static VarHandle byteArrayViewVarHandle(Class<?> view, ByteOrder order) {
        return null;
    }

    /// Reads four bytes, the lowest first.
    public static int get(VarHandle view, byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    /// Returns the log or the topics behind an object; null if it has none.
    public static Object field(Object holder, String name) {
        return switch (holder) {
            case ForwardingLog<?> log -> log.log;
            case Consumer consumer -> consumer.log;
            case Producer producer -> producer.log;
            case GroupOffsets offsets -> offsets.topics;
            case Group group -> group.topics;
            default -> null;
        };
    }

    /// Performs an action at once, since a page has one thread; empty if it fails.
    public static <T> Optional<T> inTime(Callable<T> action, int millis) {
        try {
            return Optional.ofNullable(action.call());
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    /// Returns what creates the exceptions of Kafka's errors: none.
    public static Function<String, ApiException> noException() {
        return text -> null;
    }

    public static Logger getLogger(Class<?> type) {
        return NOPLogger.NOP_LOGGER;
    }
}

package gregor.kafka.consumer;

import module java.base;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import gregor.broker.Broker;
import gregor.kafka.ErrorResponseException;
import org.apache.kafka.common.protocol.Errors;

/// Matches names of topics with the regular expressions of subscriptions (KIP-848), which come from strangers. RE2 takes
/// time proportional to the name and the expression, where Java's own regular expressions may take exponential time;
/// the size of an expression is limited here. Any thread may call it.
final class TopicPatterns {
    private static final int MAX_LENGTH = 1_000;
    /// RE2J copies what a `{n}` repeats, without a limit of its own: ten nested ones would fill any memory.
    private static final long MAX_PROGRAM = 10_000;
    /// About a second for an expression that matches each character in many ways.
    private static final long MAX_STEPS = 100_000_000;
    private static final int MAX_CACHED = 100;
    private static final int YIELD_INTERVAL = 256;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

    private final Broker broker;
    private final Map<String, Matches> cache = new ConcurrentHashMap<>();
    private volatile Names names = new Names(List.of(), System.nanoTime() - REFRESH_NANOS);

    /// The names of all topics; the same list as before if they have not changed.
    ///
    /// @param read when, by [System#nanoTime()]
    private record Names(List<String> all, long read) {}

    /// The names in a list that match.
    private record Matches(List<String> all, List<String> matching) {}

    TopicPatterns(Broker broker) {
        this.broker = broker;
    }

    /// Does nothing if an expression is valid and its cost is limited.
    ///
    /// @throws ErrorResponseException INVALID_REGULAR_EXPRESSION if it is not
    static void check(String regex) {
        var _ = compile(regex);
    }

    private static Pattern compile(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw invalid(regex.substring(0, MAX_LENGTH) + "…",
                    "it has " + regex.length() + " characters; the limit is " + MAX_LENGTH);
        }
        if (program(regex) > MAX_PROGRAM) {
            throw invalid(regex, "its repetitions multiply it to more than " + MAX_PROGRAM + " characters");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw invalid(regex, e.getDescription());
        }
    }

    private static ErrorResponseException invalid(String regex, String reason) {
        return new ErrorResponseException(Errors.INVALID_REGULAR_EXPRESSION,
                "SubscribedTopicRegex `" + regex + "` is not a valid regular expression: " + reason + ".");
    }

    /// Returns the size of an expression if all its repetitions were nested: an upper limit, since they rarely are.
    private static long program(String regex) {
        long size = regex.length();
        var repetitions = REPETITION.matcher(regex);
        while (repetitions.find() && size <= MAX_PROGRAM) {
            String most = repetitions.group(2) == null || repetitions.group(2).isEmpty()
                    ? repetitions.group(1)
                    : repetitions.group(2);
            size *= Math.max(1, Integer.parseInt(most));
        }
        return size;
    }

    /// Reads the names of the topics again, at most once a second unless `isNew`. The caller holds no lock of a group.
    ///
    /// @param isNew whether a subscription has changed, which must find a topic that was created a moment ago
    void refresh(boolean isNew) {
        Names known = names;
        if (isNew || !cache.isEmpty() && System.nanoTime() - known.read >= REFRESH_NANOS) {
            List<String> now = broker.topicNames();
            names = new Names(now.equals(known.all) ? known.all : List.copyOf(now), System.nanoTime());
        }
    }

    /// The names of the topics at the last refresh; the same list as before if they have not changed.
    List<String> names() {
        return names.all;
    }

    /// Returns the topics of a pattern.
    ///
    /// @throws ErrorResponseException INVALID_REGULAR_EXPRESSION if the search would take too long
    SortedSet<String> topics(TopicPattern pattern) {
        return matching(pattern.regex()).stream().filter(pattern::mayRead)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> matching(String regex) {
        List<String> all = names.all;
        Matches known = cache.get(regex);
        if (known == null || known.all != all) {
            known = new Matches(all, search(regex, all));
            if (cache.size() >= MAX_CACHED) {
                cache.clear();
            }
            cache.put(regex, known);
        }
        return known.matching;
    }

    private static List<String> search(String regex, List<String> all) {
        Pattern pattern = compile(regex);
        long steps = all.stream().mapToLong(String::length).sum() * pattern.programSize();
        if (steps > MAX_STEPS) {
            throw invalid(regex,
                    "it would take too long to compare it with " + all.size() + " topics; make it shorter");
        }
        var matching = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            if (pattern.matches(all.get(i))) {
                matching.add(all.get(i));
            }
            if (i % YIELD_INTERVAL == YIELD_INTERVAL - 1) {
                Thread.yield();
            }
        }
        return matching;
    }
}

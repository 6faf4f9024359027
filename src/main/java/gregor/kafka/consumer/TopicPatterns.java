package gregor.kafka.consumer;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RegularExpression;

/// Matches names of topics with the regular expressions of subscriptions (KIP-848). Any thread may call it.
final class TopicPatterns {
    private static final String FIELD = "SubscribedTopicRegex";
    private static final int MAX_CACHED = 100;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

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
        RegularExpression.compile(FIELD, regex);
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

    /// @throws ErrorResponseException INVALID_REGULAR_EXPRESSION if the search would take too long
    SortedSet<String> topics(TopicPattern pattern) {
        return matching(pattern.regex()).stream().filter(pattern::mayRead)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> matching(String regex) {
        List<String> all = names.all;
        Matches known = cache.get(regex);
        if (known == null || known.all != all) {
            known = new Matches(all, RegularExpression.matching(FIELD, regex, all));
            if (cache.size() >= MAX_CACHED) {
                cache.clear();
            }
            cache.put(regex, known);
        }
        return known.matching;
    }
}

package gregor.kafka.security;

import module java.base;

import gregor.kafka.Authorizer;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.kafka.security.AclMapping.Target;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.AclDeleteResult.AclBindingDeleteResult;

/// The permissions of a [UserFile] as Kafka's ACLs, by [AclMapping]. What the file cannot express is refused.
record KafkaAcls(UserFile users) {
    /// @throws ErrorResponseException CLUSTER_AUTHORIZATION_FAILED if the principal may not administer the broker,
    ///         SECURITY_DISABLED if every client may do everything
    static KafkaAcls of(RequestContext context) {
        context.authorize(Authorizer.AclOperation.ADMIN, Authorizer.ResourceType.BROKER, "");
        return context.settings().users().filter(UserFile.class::isInstance).map(UserFile.class::cast)
                .map(KafkaAcls::new).orElseThrow(() -> new ErrorResponseException(Errors.SECURITY_DISABLED,
                        "No Authorizer is configured: the broker runs without --kafka-users."));
    }

    /// Returns the ACLs that match a filter, each once.
    List<AclBinding> describe(AclBindingFilter filter) {
        return users.entries().stream().flatMap(entry -> AclMapping.bindings(entry).stream()).filter(filter::matches)
                .distinct().toList();
    }

    /// Adds ACLs, and returns an error or [ApiError#NONE] for each. An ACL that others imply is accepted and not
    /// stored.
    List<ApiError> create(List<AclBinding> bindings) {
        return users.change((entries, hasUser) -> {
            var errors = new ArrayList<ApiError>();
            var wanted = new HashMap<Target, Set<AclOperation>>();
            bindings.forEach(binding -> errors.add(ErrorCodes.error(() -> collect(binding, hasUser, wanted))));
            Map<Target, Set<Authorizer.AclOperation>> held = new HashMap<>();
            wanted.forEach((target, operations) -> held.put(target, add(entries, target, operations)));
            for (int i = 0; i < errors.size(); i++) {
                if (errors.get(i) == ApiError.NONE) {
                    errors.set(i, check(bindings.get(i), held));
                }
            }
            return errors;
        });
    }

    private static void collect(AclBinding binding, Predicate<String> hasUser, Map<Target, Set<AclOperation>> wanted) {
        Target target = AclMapping.target(binding);
        if (!hasUser.test(target.user())) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    "unknown user " + target.user() + "; add the user with ./gregor users add");
        }
        wanted.computeIfAbsent(target, each -> EnumSet.noneOf(AclOperation.class)).add(binding.entry().operation());
    }

    /// Adds what is missing, and returns the operations that the target then has.
    private static Set<Authorizer.AclOperation> add(List<AclEntry> entries, Target target, Set<AclOperation> wanted) {
        Set<Authorizer.AclOperation> held = EnumSet.noneOf(Authorizer.AclOperation.class);
        entries.stream().filter(entry -> Target.of(entry).equals(target))
                .forEach(entry -> held.addAll(entry.operations()));
        Set<Authorizer.AclOperation> more = AclMapping.held(target.type(), wanted);
        if (!held.containsAll(more)) {
            if (!wanted.contains(AclOperation.ALL)) {
                more.removeAll(held);
            }
            entries.add(target.entry(more));
            held.addAll(more);
        }
        return held;
    }

    private static ApiError check(AclBinding binding, Map<Target, Set<Authorizer.AclOperation>> held) {
        Target target = AclMapping.target(binding);
        AclOperation wanted = binding.entry().operation();
        return AclMapping.allow(target.type(), held.get(target), wanted)
                ? ApiError.NONE
                : new ApiError(Errors.INVALID_REQUEST, AclMapping.refusal(target.type(), wanted));
    }

    /// Deletes the ACLs that match filters. A filter deletes nothing if it matches, even together with the others, only
    /// a part of what the file cannot divide.
    List<AclDeleteResult> delete(List<AclBindingFilter> filters) {
        return users.change((entries, hasUser) -> {
            List<Map<AclEntry, List<AclBinding>>> matching = filters.stream().map(filter -> matching(entries, filter))
                    .toList();
            Map<AclEntry, Set<AclOperation>> deleted = deleted(matching);
            remove(entries, deleted);
            return matching.stream()
                    .map(each -> refusal(each, deleted).map(AclDeleteResult::new)
                            .orElseGet(() -> new AclDeleteResult(each.values().stream().flatMap(List::stream).distinct()
                                    .map(AclBindingDeleteResult::new).toList())))
                    .toList();
        });
    }

    private static Map<AclEntry, List<AclBinding>> matching(List<AclEntry> entries, AclBindingFilter filter) {
        var matching = new LinkedHashMap<AclEntry, List<AclBinding>>();
        for (AclEntry entry : entries) {
            List<AclBinding> some = AclMapping.bindings(entry).stream().filter(filter::matches).toList();
            if (!some.isEmpty()) {
                matching.put(entry, some);
            }
        }
        return matching;
    }

    /// Returns the operations that filters match together, without those filters that are refused. The refusal of one
    /// may make others incomplete: an entry is examined again when no accepted filter matches one of its operations any
    /// more, so that the time grows with the matches and not with the square of the filters.
    private static Map<AclEntry, Set<AclOperation>> deleted(List<Map<AclEntry, List<AclBinding>>> matching) {
        var counts = new HashMap<AclEntry, Map<AclOperation, Integer>>();
        var filters = new HashMap<AclEntry, Set<Map<AclEntry, List<AclBinding>>>>();
        matching.forEach(filter -> filter.forEach((entry, some) -> {
            filters.computeIfAbsent(entry, absent -> Collections.newSetFromMap(new IdentityHashMap<>())).add(filter);
            var count = counts.computeIfAbsent(entry, absent -> new EnumMap<>(AclOperation.class));
            operations(some).forEach(operation -> count.merge(operation, 1, Integer::sum));
        }));
        var changed = new ArrayDeque<>(counts.keySet());
        while (!changed.isEmpty()) {
            AclEntry entry = changed.poll();
            for (var filter : List.copyOf(filters.get(entry))) {
                if (incomplete(entry, filter.get(entry), counts.get(entry).keySet()).isPresent()) {
                    filter.forEach((other, some) -> {
                        filters.get(other).remove(filter);
                        if (subtract(operations(some), counts.get(other))) {
                            changed.add(other);
                        }
                    });
                }
            }
        }
        var deleted = new HashMap<AclEntry, Set<AclOperation>>();
        counts.forEach((entry, count) -> deleted.put(entry, count.keySet()));
        deleted.values().removeIf(Set::isEmpty);
        return deleted;
    }

    /// Subtracts 1 from the count of each operation, and returns whether one of them has become 0, and is removed.
    private static boolean subtract(Set<AclOperation> operations, Map<AclOperation, Integer> counts) {
        int before = counts.size();
        operations.forEach(
                operation -> counts.computeIfPresent(operation, (key, count) -> count == 1 ? null : count - 1));
        return counts.size() < before;
    }

    /// Returns an error if a filter matches a part of what the file cannot divide.
    private static Optional<ApiException> refusal(Map<AclEntry, List<AclBinding>> matching,
            Map<AclEntry, Set<AclOperation>> deleted) {
        return matching.entrySet().stream().flatMap(
                each -> incomplete(each.getKey(), each.getValue(), deleted.getOrDefault(each.getKey(), Set.of()))
                        .<ApiException>map(operation -> Errors.INVALID_REQUEST.exception("\"" + each.getKey()
                                + "\" cannot be divided: " + AclMapping.refusal(each.getKey().type(), operation)))
                        .stream())
                .findFirst();
    }

    /// Returns a matched operation of an entry that cannot be deleted without others that are not deleted.
    private static Optional<AclOperation> incomplete(AclEntry entry, List<AclBinding> matched,
            Set<AclOperation> deleted) {
        return operations(matched).stream()
                .filter(operation -> !AclMapping.isComplete(entry.type(), deleted, operation)).findFirst();
    }

    private static Set<AclOperation> operations(Collection<AclBinding> bindings) {
        return bindings.stream().map(binding -> binding.entry().operation()).collect(Collectors.toSet());
    }

    private static void remove(List<AclEntry> entries, Map<AclEntry, Set<AclOperation>> deleted) {
        entries.replaceAll(entry -> {
            Set<AclOperation> left = operations(AclMapping.bindings(entry));
            left.removeAll(deleted.getOrDefault(entry, Set.of()));
            return deleted.containsKey(entry) ? Target.of(entry).entry(AclMapping.held(entry.type(), left)) : entry;
        });
        entries.removeIf(entry -> entry.operations().isEmpty());
    }
}

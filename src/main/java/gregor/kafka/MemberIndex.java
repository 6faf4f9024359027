package gregor.kafka;

import module java.base;

/// The members of a group of either protocol, by id and by instance id. The time of a call that names a member does not
/// depend on the number of members. One thread at a time may call it.
public abstract class MemberIndex<M> {
    private final Function<M, String> id;
    private final Function<M, Optional<String>> instance;
    private final Function<M, String> brokerId;
    private final SortedMap<String, M> byId = new TreeMap<>();
    private final Map<String, M> byInstance = new HashMap<>();

    /// @param id       returns the id that the client knows
    /// @param instance returns the instance id of a static member (KIP-345)
    /// @param brokerId returns the id in the broker's group
    protected MemberIndex(Function<M, String> id, Function<M, Optional<String>> instance,
            Function<M, String> brokerId) {
        this.id = id;
        this.instance = instance;
        this.brokerId = brokerId;
    }

    protected abstract void added(M member);

    protected abstract void removed(M member);

    /// Returns the members in the order of their ids.
    public final Collection<M> all() {
        return byId.values();
    }

    public final int size() {
        return byId.size();
    }

    public final boolean isEmpty() {
        return byId.isEmpty();
    }

    public final M first() {
        return byId.firstEntry().getValue();
    }

    public final Optional<M> find(String memberId) {
        return Optional.ofNullable(byId.get(memberId));
    }

    public final Optional<M> withInstance(String instanceId) {
        return Optional.ofNullable(byInstance.get(instanceId));
    }

    public final void add(M member) {
        byId.put(id.apply(member), member);
        instance.apply(member).ifPresent(name -> byInstance.put(name, member));
        added(member);
    }

    /// Removes a member; does nothing if it is not among them.
    public final void remove(M member) {
        if (byId.remove(id.apply(member), member)) {
            instance.apply(member).ifPresent(name -> byInstance.remove(name, member));
            removed(member);
        }
    }

    /// Removes the members that are not in the broker's group any more; returns whether there was one. All members of
    /// that are of one kind, so if one of these is among as many, all are.
    ///
    /// @param remaining the ids in the broker's group
    public final boolean retain(Set<String> remaining) {
        if (byId.isEmpty() || byId.size() == remaining.size() && remaining.contains(brokerId.apply(first()))) {
            return false;
        }
        List.copyOf(byId.values()).stream().filter(member -> !remaining.contains(brokerId.apply(member)))
                .forEach(this::remove);
        return true;
    }

    /// Adds 1 or -1 to the count of a name; a name with a count of 0 is removed.
    protected static void count(Map<String, Integer> counts, String name, int sign) {
        counts.merge(name, sign, (one, other) -> one + other == 0 ? null : Integer.valueOf(one + other));
    }
}

package gregor.kafka;

import module java.base;

import gregor.rebalance.MemberIdentity;

/// A member of a [ClassicGroup].
public final class ClassicGroupMember {
    public static final byte[] NO_BYTES = new byte[0];

    private final String id;
    private final Optional<String> instance;
    private final String client;
    private final String host;
    private SequencedMap<String, byte[]> protocols;
    private MemberIdentity identity;
    private byte[] assignment = NO_BYTES;
    private long protocolBytes;
    private long assignmentBytes;

    /// @param protocols the names of its assignors, the preferred one first, with its metadata for each
    ClassicGroupMember(String id, Optional<String> instance, String client, String host,
            SequencedMap<String, byte[]> protocols) {
        this.id = id;
        this.instance = instance;
        this.client = client;
        this.host = host;
        protocols(protocols);
    }

    public String id() {
        return id;
    }

    public Optional<String> instance() {
        return instance;
    }

    public String client() {
        return client;
    }

    public String host() {
        return host;
    }

    SequencedMap<String, byte[]> protocols() {
        return protocols;
    }

    void protocols(SequencedMap<String, byte[]> others) {
        protocols = others;
        protocolBytes = bytes(others);
    }

    long bytes() {
        return MemberMemory.of(id.length() + client.length(), 0, 0) + protocolBytes + assignmentBytes;
    }

    /// Estimates the memory of protocols, in bytes, with the topic names that are decoded from them.
    static long bytes(SequencedMap<String, byte[]> protocols) {
        return protocols.entrySet().stream()
                .mapToLong(each -> MemberMemory.of(each.getKey().length() + each.getValue().length,
                        ConsumerProtocolReader.topics(each.getValue()).size(), 0))
                .sum();
    }

    /// Estimates the memory of an assignment, in bytes, with the partitions that are decoded from it.
    static long assignmentBytes(byte[] assignment) {
        return MemberMemory.of(assignment.length, 0, ConsumerProtocolReader.partitions(assignment).size());
    }

    /// Whether its protocols and their metadata are the same as others.
    boolean hasProtocols(SequencedMap<String, byte[]> others) {
        return protocols.keySet().stream().toList().equals(others.keySet().stream().toList()) && protocols.entrySet()
                .stream().allMatch(each -> Arrays.equals(each.getValue(), others.get(each.getKey())));
    }

    public MemberIdentity identity() {
        return identity;
    }

    void identity(MemberIdentity other) {
        identity = other;
    }

    /// The bytes of its assignment, as the leader sent them.
    public byte[] assignment() {
        return assignment;
    }

    void assignment(byte[] bytes) {
        assignment = bytes;
        assignmentBytes = assignmentBytes(bytes);
    }

    /// Its metadata for a protocol; empty if it does not support the protocol.
    public byte[] metadata(String protocol) {
        return protocols.getOrDefault(protocol, NO_BYTES);
    }
}

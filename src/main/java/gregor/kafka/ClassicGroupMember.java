package gregor.kafka;

import gregor.rebalance.MemberIdentity;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A member of a [ClassicGroup]: what the protocol knows of it, and its badge in the broker's group.
public final class ClassicGroupMember {
    public static final byte[] NOTHING = new byte[0];

    private final String id;
    private final Optional<String> instance;
    private final String client;
    private final String host;
    private SequencedMap<String, byte[]> protocols;
    private MemberIdentity badge;
    private byte[] assignment = NOTHING;

    /// @param protocols the ways of sharing out that it knows, the best first, and what it says to each
    ClassicGroupMember(String id, Optional<String> instance, String client, String host,
            SequencedMap<String, byte[]> protocols) {
        this.id = id;
        this.instance = instance;
        this.client = client;
        this.host = host;
        this.protocols = protocols;
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
    }

    /// Whether it still says the same.
    boolean says(SequencedMap<String, byte[]> others) {
        return protocols.keySet().stream().toList().equals(others.keySet().stream().toList())
                && protocols.entrySet().stream()
                .allMatch(each -> Arrays.equals(each.getValue(), others.get(each.getKey())));
    }

    public MemberIdentity badge() {
        return badge;
    }

    void badge(MemberIdentity other) {
        badge = other;
    }

    /// What the leader gave it, in bytes that only consumers understand.
    public byte[] assignment() {
        return assignment;
    }

    void assignment(byte[] bytes) {
        assignment = bytes;
    }

    /// What it says to a way of sharing out; nothing if it does not know that.
    public byte[] metadata(String protocol) {
        return Map.copyOf(protocols).getOrDefault(protocol, NOTHING);
    }
}

package gregor.grpc;

import gregor.broker.Broker;
import gregor.deque.OffsetReset;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.From;
import gregor.grpc.proto.GregorMessages.Position;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.rebalance.Group;
import gregor.rebalance.IllegalGenerationException;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.rebalance.RebalanceInProgressException;
import gregor.rebalance.RebalanceListener;
import gregor.rebalance.UnknownMemberIdException;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// The partitions that a group gives to a member. The member is in this process, and what it reads goes to the client.
final class GroupSenders extends PartitionSenders implements RebalanceListener {
    private static final Duration LONG = Duration.ofSeconds(1);

    private final String name;
    private final String client;
    private final MemberSettings settings;
    private Group group;
    private Member member;

    GroupSenders(Broker broker, FlowControlledReply gate, Start request) {
        super(broker, gate);
        name = request.getGroup();
        client = request.getClient().isEmpty() ? "grpc" : request.getClient();
        settings = MemberSettings.of(request.getTopicsList().toArray(String[]::new)).manualCommit()
                .with(request.getFrom() == From.LATEST ? OffsetReset.LATEST : OffsetReset.EARLIEST).with(this);
    }

    /// Whenever something has happened in the group, the member does what is to be done about it.
    @Override
    void tend() {
        broker.groups().await(name, LONG, now -> {
            if (now != group) {
                group = now;
                member = new Member(client, now, broker.topics(), settings, broker.settings().clock());
            }
            member.maintainMembership();
            return gate.isClosed() ? Optional.of(true) : Optional.empty();
        });
    }

    @Override
    public void assigned(SortedSet<TopicPartition> partitions) {
        start(member.position());
    }

    @Override
    public void revoked(SortedSet<TopicPartition> partitions) {
        stop(partitions);
    }

    @Override
    public void lost(SortedSet<TopicPartition> partitions) {
        stop(partitions);
    }

    /// What it no longer reads is not written down: somebody else reads it now, and says how far.
    @Override
    Commit commit(Commit wanted) {
        return broker.groups().in(name, now -> {
            var offsets = new TreeMap<TopicPartition, Long>();
            for (Position position : wanted.getPositionsList()) {
                if (member != null && member.assignment().contains(ProtoMapper.partition(position))) {
                    offsets.put(ProtoMapper.partition(position), position.getOffset());
                }
            }
            try {
                if (!offsets.isEmpty()) {
                    member.commit(offsets);
                }
                return Commit.newBuilder().addAllPositions(ProtoMapper.positions(offsets)).build();
            } catch (UnknownMemberIdException | IllegalGenerationException | RebalanceInProgressException e) {
                return Commit.getDefaultInstance();
            }
        });
    }

    @Override
    void close() {
        super.close();
        broker.groups().in(name, now -> {
            if (member != null) {
                member.leave();
            }
            return null;
        });
    }
}

package gregor.grpc;

import module java.base;

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

/// The senders of a client in a consumer group. The group member runs in this process; its partitions go to the client.
final class GroupSenders extends PartitionSenders implements RebalanceListener {
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    private final String name;
    private final String client;
    private final MemberSettings settings;
    private Group group;
    private Member member;

    GroupSenders(Broker broker, FlowControlledReply reply, Start request) {
        super(broker, reply, request);
        name = request.getGroup();
        client = request.getClient().isEmpty() ? "grpc" : request.getClient();
        settings = MemberSettings.of(request.getTopicsList().toArray(String[]::new)).manualCommit()
                .with(request.getFrom() == From.LATEST ? OffsetReset.LATEST : OffsetReset.EARLIEST).with(this);
    }

    /// Takes part in rebalances and sends heartbeats, whenever the group changes and at least once a second.
    @Override
    void maintain() {
        broker.groups().await(name, MAX_WAIT, current -> {
            if (current != group) {
                group = current;
                member = new Member(client, current, broker.topics(), settings, broker.settings().steadyClock());
            }
            member.maintainMembership();
            return reply.isClosed() ? Optional.of(true) : Optional.empty();
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

    /// Skips partitions that the member has lost: another member commits them.
    @Override
    Commit commit(Commit wanted) {
        return broker.groups().in(name, current -> {
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
        broker.groups().in(name, current -> {
            if (member != null) {
                member.leave();
            }
            return null;
        });
    }
}

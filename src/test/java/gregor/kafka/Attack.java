package gregor.kafka;

import module java.base;

/// The attacks that a broker must survive, each with the number of threads that it takes.
enum Attack {
    FETCH_WITHOUT_READING(1, Attackers::fetchWithoutReading), REPEATED_ELEMENTS(4, Attackers::repeatElements),
    AMPLIFIED_RESPONSES(4, Attackers::amplify), NEW_GROUPS(2, Attackers::joinNewGroups),
    NEW_STATIC_MEMBERS(2, Attackers::joinNewGroupsAsStaticMember),
    NEW_CONSUMER_GROUPS(2, Attackers::joinNewConsumerGroups), NEW_OFFSETS(2, Attackers::commitForNewGroups),
    PIPELINES(1, attackers -> attackers.pipelineWithoutReading(connections(), Attackers.allTopics(), 12)),
    LARGE_REQUESTS(1, attackers -> attackers.sendLargeRequestsWithoutEnd(20)),
    MANY_FILTERS(4, Attackers::listGroupsWithManyFilters), FETCH_OF_EVERYTHING(4, Attackers::fetchAll),
    COMPRESSED_BATCHES(4, Attackers::sendCompressedZeros), BROKEN_BATCHES(2, Attackers::sendBrokenBatches), ONE_LARGE_GROUP(4, Attackers::joinOneGroup),
    MANY_ATTRIBUTES(2, Attackers::sendManyAttributes),
    PARTITIONS(2, attackers -> attackers.createPartitions(partitions())),

    /// On a connection that never logs in.
    SILENT_STRANGERS(1, attackers -> attackers.pipelineWithoutReading(connections(), Attackers.versions(), 3)),
    /// Over TLS.
    TLS_STRANGERS(1, attackers -> attackers.pipelineOverTls(connections() / 10, Attackers.versions(), 3)),
    /// Over TLS, to a broker that has no users.
    TLS_CLIENTS(1, attackers -> attackers.pipelineOverTls(connections(), Attackers.versions(), 3));

    static final boolean PROVE = Boolean.getBoolean("gregor.prove");

    final int threads;
    private final Run run;

    private interface Run {
        void with(Attackers attackers) throws Exception;
    }

    Attack(int threads, Run run) {
        this.threads = threads;
        this.run = run;
    }

    /// The connections of an attack that holds many.
    static int connections() {
        return PROVE ? 3_500 : 300;
    }

    private static int partitions() {
        return PROVE ? 10_000 : 500;
    }

    /// Attacks until the attackers stop running.
    void run(Attackers attackers) throws Exception {
        run.with(attackers);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package gregor.judge;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import gregor.kafka.ApacheKafka;
import gregor.list.Utf8;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Apache Kafka passes all stages; a broker that differs from it in one thing fails at the stage about that.
class JudgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Fault NO_GENERATIONS = inResponses(ApiKeys.HEARTBEAT,
            (request, response) -> response.putShort(8, (short) 0));
    private static ApacheKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new ApacheKafka(Map.of("log.cleaner.backoff.ms", "100"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Test
    void apacheKafkaPasses() {
        List<StageResult> results = new Judge().check(address(kafka.address()), PATIENCE, true, result -> {});
        assertThat(results).hasSize(new Judge().stages().size())
                .allMatch(result -> result.state() == StageResult.State.PASSED);
    }

    /// Adds a fault to a broker.
    interface Fault {
        FaultyBroker before(InetSocketAddress real) throws IOException;
    }

    /// Changes the responses to one API.
    private static Fault inResponses(ApiKeys api, BinaryOperator<ByteBuffer> change) {
        return real -> new FaultyBroker(real) {
            @Override
            byte[] response(ByteBuffer request, byte[] response) {
                return key(request) == api.id ? change.apply(request, ByteBuffer.wrap(response)).array() : response;
            }
        };
    }

    /// Replaces bytes in the responses to one API.
    private static Fault inResponses(ApiKeys api, byte[] what, byte[] by) {
        return inResponses(api,
                (request, response) -> ByteBuffer.wrap(FaultyBroker.replace(response.array(), what, by)));
    }

    /// Changes the requests to one API.
    private static Fault inRequests(ApiKeys api, UnaryOperator<ByteBuffer> change) {
        return real -> new FaultyBroker(real) {
            @Override
            ByteBuffer request(ByteBuffer request) {
                return key(request) == api.id ? change.apply(request) : request;
            }
        };
    }

    private static Fault inVersions(int version, UnaryOperator<ByteBuffer> change) {
        return inResponses(ApiKeys.API_VERSIONS,
                (request, response) -> FaultyBroker.version(request) == version ? change.apply(response) : response);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("correlation-id", "and got 1700007921",
                        inResponses(ApiKeys.API_VERSIONS,
                                (request, response) -> response.putInt(0, request.getInt(4) - 1))),
                arguments("correlation-id", "of them: nothing more came", (Fault) real -> new FaultyBroker(real) {
                    @Override
                    byte[] framed(ByteBuffer request, byte[] response) {
                        return ByteBuffer.allocate(4 + response.length).putInt(response.length + 1).put(response)
                                .array();
                    }
                }),
                arguments("api-versions", "expected error code 0 (NONE), and got error code 35",
                        inVersions(0, response -> response.put(5, (byte) 35))),
                arguments("api-versions", "the end of the answer after",
                        inVersions(0, response -> response.put(9, (byte) (response.get(9) + 1)))),
                arguments("flexible", "expected a count of api keys that",
                        inVersions(3,
                                response -> ByteBuffer.allocate(response.capacity() + 1).put(response.slice(0, 4))
                                        .put((byte) 0).put(response.position(4)))),
                arguments("unknown-version", "closed the connection", (Fault) real -> new FaultyBroker(real) {
                    @Override
                    byte[] response(ByteBuffer request, byte[] response) throws IOException {
                        if (version(request) == 999) {
                            throw new IOException("a version that I do not know");
                        }
                        return response;
                    }
                }), arguments("pipelined", "expected correlation id", (Fault) real -> new FaultyBroker(real) {
                    private byte[] held;

                    @Override
                    byte[] framed(ByteBuffer request, byte[] response) {
                        return frame(response);
                    }

                    @Override
                    void talk(DataInputStream client, OutputStream toClient, DataInputStream broker,
                            OutputStream toBroker) throws IOException {
                        super.talk(client, new OutputStream() {
                            @Override
                            public void write(byte[] bytes) throws IOException {
                                if (held == null && client.available() > 0) {
                                    held = bytes;
                                    return;
                                }
                                toClient.write(bytes);
                                if (held != null) {
                                    toClient.write(held);
                                    held = null;
                                }
                            }

                            @Override
                            public void write(int one) {
                                throw new UnsupportedOperationException();
                            }
                        }, broker, toBroker);
                    }
                }), arguments("piecemeal", "closed", (Fault) real -> new FaultyBroker(real) {
                    @Override
                    void talk(DataInputStream client, OutputStream toClient, DataInputStream broker,
                            OutputStream toBroker) throws IOException {
                        super.talk(new DataInputStream(new FilterInputStream(client) {
                            @Override
                            public int read(byte[] to, int from, int count) throws IOException {
                                int got = super.read(to, from, count);
                                if (got < count) {
                                    throw new IOException("this is no whole request");
                                }
                                return got;
                            }
                        }), toClient, broker, toBroker);
                    }
                }), arguments("side-by-side", "nothing more came", (Fault) real -> new FaultyBroker(real) {
                    private Thread second;

                    @Override
                    synchronized void take(Runnable connection) {
                        Thread before = second;
                        second = Thread.startVirtualThread(() -> {
                            try {
                                if (before != null) {
                                    before.join();
                                }
                            } catch (InterruptedException e) {
                                return;
                            }
                            connection.run();
                        });
                    }
                }),
                arguments("metadata", "an address that a client can connect to",
                        (Fault) real -> inResponses(ApiKeys.METADATA, int32(real.getPort()), int32(0)).before(real)),
                arguments("unknown-topic", "expected error code 3 (UNKNOWN_TOPIC_OR_PARTITION), and got error code 0",
                        inResponses(ApiKeys.METADATA, (request, response) -> {
                            int at = new String(response.array(), StandardCharsets.ISO_8859_1).indexOf("judge-");
                            return at > 0 ? response.put(at - 2, (byte) 0) : response;
                        })),
                arguments("fetch", "and got 61", inResponses(ApiKeys.FETCH, Utf8.bytes("three"),
                        Utf8.bytes("tarry"))),
                arguments("checksum", "expected error code 2 (CORRUPT_MESSAGE), and got error code 0",
                        inRequests(ApiKeys.PRODUCE, JudgeTest::fixChecksum)),
                arguments("list-offsets", "the first whose timestamp is at least", inResponses(ApiKeys.LIST_OFFSETS,
                        (request, response) -> request.getLong(request.limit() - 8) > 0
                                ? response.put(response.limit() - 1, (byte) (response.get(response.limit() - 1) - 1))
                                : response)),
                arguments("long-poll", "an answer after 500 ms",
                        inRequests(ApiKeys.FETCH,
                                request -> FaultyBroker.version(request) == 11
                                        ? request.putInt(body(request) + 4, 0)
                                        : request)),
                arguments("long-poll-wakes", "nothing more came", inRequests(ApiKeys.FETCH,
                        request -> FaultyBroker.version(request) == 11 && request.getInt(body(request) + 4) > 500
                                ? request.putInt(body(request) + 8, 1 << 20)
                                : request)),
                arguments("acks-0", "expected correlation id", (Fault) real -> new FaultyBroker(real) {
                    @Override
                    byte[] instead(ByteBuffer request) {
                        return frame(ByteBuffer.allocate(14).putInt(request.getInt(4)).array());
                    }
                }),
                arguments("producer-id", "two different ids",
                        inResponses(ApiKeys.INIT_PRODUCER_ID, (request, response) -> response.putLong(10, 7))),
                arguments("duplicate", "again, and", inRequests(ApiKeys.PRODUCE, request -> {
                    int at = batch(request);
                    return fixChecksum(request.putLong(at + 43, -1).putShort(at + 51, (short) -1).putInt(at + 53, -1));
                })),
                arguments("compacted-topic", "expected error code 87 (INVALID_RECORD), and got error code 0",
                        inResponses(ApiKeys.PRODUCE, new byte[]{0, 87, -1}, new byte[]{0, 0, 0})),
                arguments("compaction", "and got {0=one, 1=two, 2=one, 3=three}",
                        inRequests(ApiKeys.CREATE_TOPICS,
                                request -> ByteBuffer.wrap(FaultyBroker.replace(request.array(),
                                        Utf8.bytes("dirty.ratio\u00020"), Utf8.bytes("dirty.ratio\u00021"))))),
                arguments("sync", "the assignment that the leader sent",
                        inResponses(ApiKeys.SYNC_GROUP, Utf8.bytes("all"), Utf8.bytes("ale"))),
                arguments("heartbeat", "expected error code 22 (ILLEGAL_GENERATION), and got error code 0",
                        NO_GENERATIONS),
                arguments("commit", "expected 2 as committed offset, and got 1",
                        inResponses(ApiKeys.OFFSET_FETCH, new byte[]{0, 0, 0, 0, 0, 0, 0, 2},
                                new byte[]{0, 0, 0, 0, 0, 0, 0, 1})),
                arguments("lying-size", "the broker to close this connection", (Fault) real -> new FaultyBroker(real) {
                    @Override
                    void tooLarge(DataInputStream client) throws IOException {
                        client.readAllBytes();
                    }
                }));
    }

    private static byte[] int32(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static int batch(ByteBuffer request) {
        int at = body(request) + 2 + 2 + 4 + 4;
        return at + 2 + request.getShort(at) + 4 + 4 + 4;
    }

    private static int body(ByteBuffer request) {
        return FaultyBroker.body(request);
    }

    /// Replaces the checksum of the batch by the right one.
    private static ByteBuffer fixChecksum(ByteBuffer request) {
        int at = batch(request);
        var checksum = new CRC32C();
        checksum.update(request.slice(at + 21, request.limit() - at - 21));
        return request.putInt(at + 17, (int) checksum.getValue());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void aFaultIsFoundAtItsStage(String stage, String words, Fault fault) throws IOException {
        try (FaultyBroker broker = fault.before(address(kafka.address())).open()) {
            List<StageResult> results = upTo(stage).check(broker.address(), Duration.ofMillis(700), false,
                    result -> {});
            StageResult last = results.getLast();
            assertThat(last.state()).as(results.toString()).isEqualTo(StageResult.State.FAILED);
            assertThat(last.name()).as(last.toString()).isEqualTo(stage);
            StageResult.Problem problem = last.problem().orElseThrow();
            assertThat("expected " + problem.expected() + ", and got " + problem.actual()).contains(words);
            assertThat(last.advice()).isNotEmpty();
        }
    }

    /// A judge with the first stages, one more, and the stages that this one depends on.
    private static Judge upTo(String name) {
        List<Stage> all = Judge.all();
        int last = all.stream().map(Stage::name).toList().indexOf(name);
        return new Judge(all.subList(0, last + 1).stream().filter(stage -> all.indexOf(stage) < 5
                || stage.name().equals(name) || List.of("create-topic", "produce").contains(stage.name())).toList());
    }

    @Test
    void itStopsAtTheFirstFailureUnlessAllStagesAreRequested() throws IOException {
        try (FaultyBroker broker = NO_GENERATIONS.before(address(kafka.address())).open()) {
            List<StageResult> some = new Judge().check(broker.address(), PATIENCE, false, result -> {});
            assertThat(some.getLast().name()).isEqualTo("heartbeat");
            assertThat(some.stream().filter(result -> result.state() == StageResult.State.FAILED)).hasSize(1);
            List<StageResult> all = new Judge().check(broker.address(), Duration.ofSeconds(1), true, result -> {});
            assertThat(all).hasSize(new Judge().stages().size());
            assertThat(all.stream().filter(result -> result.state() == StageResult.State.FAILED).map(StageResult::name))
                    .containsExactly("heartbeat", "rebalance", "leave");
        }
    }

    @Test
    void aPortThatIsNotOpenIsTheFirstStage() {
        List<StageResult> results = new Judge().check(new InetSocketAddress("127.0.0.1", 1), PATIENCE, false,
                result -> {});
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo("port");
            assertThat(result.problem().orElseThrow().actual()).contains("refused");
        });
    }

    @Test
    void theBytesAreUnderlined() {
        byte[] bytes = new byte[40];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        List<String> lines = new HexDump(bytes, 14, 18, "error code").lines();
        assertThat(String.join("\n", lines).indent(-2).stripTrailing()).isEqualTo("""
                 0  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
                                                              ^^^^^
                16  10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f
                    ^^^^^ error code
                32  20 21 22 23 24 25 26 27""");
        assertThat(new HexDump(new byte[5000], 4000, 4002, "here").lines()).hasSizeLessThan(15)
                .anyMatch(line -> line.strip().equals("^^^^^ here"));
        assertThat(new HexDump(new byte[2], 2, 2, "the rest").lines()).last().asString()
                .contains("^ the rest should be here");
    }
}

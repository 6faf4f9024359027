package gregor.judge;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBrokerCollection;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopicCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A response that is wrong in one field fails with that field marked.
class TracedMessageTest {
    private static final int ID = 7;

    private static RawRequest request(ApiKeys api) {
        return RawRequest.of(api, MessageExchange.version(api), ID, new byte[0]);
    }

    /// A response: its size, the correlation id, and a body in hexadecimal.
    private static byte[] frame(String hex) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        return ByteBuffer.allocate(8 + body.length).putInt(4 + body.length).putInt(ID).put(body).array();
    }

    private static TracedMessage read(ApiKeys api, String hex) {
        return new TracedMessage(request(api), MessageExchange.version(api), frame(hex));
    }

    private static void mustMark(StageFailure failure, int from, int to, String label) {
        StageResult.Problem problem = failure.problem();
        assertThat(List.of(problem.from(), problem.to())).isEqualTo(List.of(from, to));
        assertThat(problem.lines()).anyMatch(line -> line.contains("^ " + label));
    }

    @Test
    void aWrongErrorCodeIsMarked() {
        var response = read(ApiKeys.HEARTBEAT, "00000000 0019");
        assertThat(response.value("error_code")).isEqualTo(Errors.UNKNOWN_MEMBER_ID.code());
        var failure = catchThrowableOfType(StageFailure.class, response::expectNoError);
        assertThat(failure).hasMessage("expected error code 0 (NONE), and got error code 25 (UNKNOWN_MEMBER_ID)");
        assertThat(failure.hasError(Errors.UNKNOWN_MEMBER_ID)).isTrue();
        mustMark(failure, 12, 14, "error code");
    }

    @Test
    void anErrorCodeThatKafkaDoesNotHaveIsShownAsANumber() {
        assertThat(StageFailure.name(4711)).isEqualTo("4711");
    }

    @Test
    void aFieldInAnArrayIsMarked() {
        var brokers = new MetadataResponseBrokerCollection();
        brokers.add(new MetadataResponseBroker().setNodeId(1).setHost("here").setPort(9092));
        var topics = new MetadataResponseTopicCollection();
        topics.add(new MetadataResponseTopic().setName("first"));
        topics.add(new MetadataResponseTopic().setName("second").setErrorCode((short) 3));
        byte[] body = MessageExchange.body(new MetadataResponseData().setBrokers(brokers).setTopics(topics), 12);
        // A flexible response has the count of the header's tagged fields before its body.
        var response = read(ApiKeys.METADATA, "00" + HexFormat.of().formatHex(body));
        var failure = catchThrowableOfType(StageFailure.class, () -> response.expect("other", "topics[1].name"));
        assertThat(failure).hasMessage("expected other as name, and got second");
        StageResult.Problem marked = failure.problem();
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(marked.response());
        assertThat(new String(bytes, marked.from() + 1, marked.to() - marked.from() - 1, UTF_8)).isEqualTo("second");
        mustMark(
                catchThrowableOfType(StageFailure.class,
                        () -> response.expectError(Errors.NONE, "topics[1].error_code")),
                marked.from() - 2, marked.from(), "error code");
    }

    static Stream<Arguments> wrongBytes() {
        String topic = "00 00000000 02 03 6162 0000 00 00000001 0001 ";
        return Stream.of(arguments("00 00000000 02 03 6162 00",
                "expected error code (INT16), and got the end of the answer" + " after 1 byte", 17, 18, "error code"),
                arguments(topic.replace("61", "ff") + "01 00 00", "expected text in UTF-8 as name, and got other bytes",
                        14, 17, "name"),
                arguments("00 00000000 02 00 0000",
                        "expected name (COMPACT_STRING), and got an invalid length;" + " left: 3 bytes", 14, 17,
                        "name"),
                arguments("00 00000000 7f",
                        "expected a count of topics that fits into the remaining 0 bytes, and got" + " 126", 13, 14,
                        "topics"),
                arguments("00 00000000 00",
                        "expected a count of topics that fits into the remaining 0 bytes, and got" + " null", 13, 14,
                        "topics"),
                arguments("00 00000000 01 00 07", "expected the end of the answer, and got more: 1 byte", 15, 16,
                        "too many"),
                arguments("00 00000000 01 01 05 09 07", "expected a tagged field of at most 1 byte, and got 9", 16, 17,
                        "size"),
                arguments("00 00000000 01 ffffffffff",
                        "expected tagged fields (count), and got an invalid length;" + " left: 5 bytes", 14, 19,
                        "tagged fields"),
                arguments(topic + "02 03 6162 03 6162 02 00 00 00 00 00", "expected 0 or 1 as read only, and got 2", 33,
                        34, "read only"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongBytes")
    void bytesThatAreNoResponseAreMarked(String hex, String message, int from, int to, String label) {
        var failure = catchThrowableOfType(StageFailure.class, () -> read(ApiKeys.CREATE_TOPICS, hex));
        assertThat(failure).hasMessage(message);
        mustMark(failure, from, to, label);
    }

    @Test
    void fieldsOfNewerVersionsAreSkipped() {
        var response = read(ApiKeys.CREATE_TOPICS, "01 05 01 aa 00000000 01 01 63 02 aaaa");
        assertThat(response.value("topics")).isEqualTo(0);
    }

    @Test
    void taggedFieldsThatKafkaCannotReadFail() {
        String hex = "00 00000000 02 03 6162 0000 00 00000001 0001 01 01 00 01 aa 00";
        assertThatExceptionOfType(StageFailure.class).isThrownBy(() -> read(ApiKeys.CREATE_TOPICS, hex))
                .withMessage("expected tagged fields that Kafka's clients can read, and got other bytes");
    }

    @Test
    void theFirstByteThatDiffersIsMarked() {
        var response = read(ApiKeys.HEARTBEAT, "01020304 0000");
        ByteBuffer actual = ByteBuffer.wrap(new byte[]{1, 2, 3, 4});
        response.expectBytes(new int[]{1, TracedMessage.ANY, 3, 4}, actual, "all", "throttle_time_ms");
        var failure = catchThrowableOfType(StageFailure.class,
                () -> response.expectBytes(new int[]{1, 2, 9, 4}, actual, "all", "throttle_time_ms"));
        assertThat(failure).hasMessage("expected all; byte 2 of it is 09, and got 03");
        mustMark(failure, 10, 11, "byte 2");
    }
}

package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.console.CommandException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Through the door of a running broker.
class KafkaClientTest extends BrokerClientContract {
    private RunningBroker running;
    private BrokerClient client;

    @BeforeEach
    void open() {
        running = new RunningBroker(folder);
        client = new KafkaClient(running.address(), Map.of(), Optional.empty());
    }

    @AfterEach
    void close() {
        client.close();
        running.close();
    }

    @Override
    BrokerClient client() {
        return client;
    }

    static Stream<KafkaException> failures() {
        return Stream.concat(
                Arrays.stream(Errors.values()).map(error -> (KafkaException) error.exception())
                        .filter(Objects::nonNull),
                Stream.of(new TimeoutException("Call(callName=createTopics, deadlineMs=1) timed out"),
                        new TimeoutException(
                                "Expiring 1000 record(s) for st-0:30000 ms has passed since batch creation"),
                        new DisconnectException("Call(callName=createTopics, deadlineMs=1)"),
                        new SslAuthenticationException("SSL handshake failed"),
                        new SaslAuthenticationException("Authentication failed during authentication due to invalid "
                                + "credentials with SASL mechanism SCRAM-SHA-256"),
                        new TopicAuthorizationException(Set.of("trips")),
                        GroupAuthorizationException.forGroupId("billing"),
                        new ConfigException("sasl.mechanism", "ROT13", "No such mechanism"),
                        new ConfigException("Missing required configuration \"x\" which has no default value."),
                        new KafkaException("Failed to construct kafka consumer",
                                new ConfigException("security.protocol", "X", "is unknown")),
                        new KafkaException("Failed to create new KafkaAdminClient",
                                new KafkaException("Failed to load SSL keystore k.p12", new IOException("k.p12")))));
    }

    /// The text of the library is not part of the message, which says what to do.
    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfKafkasClientsBecomesAMessageWithAWayOn(KafkaException failure) {
        assertThatThrownBy(() -> KafkaTypes.get(CompletableFuture.failedFuture(failure)))
                .isInstanceOf(CommandException.class).message().doesNotContain(failure.getMessage())
                .doesNotContain("Call(", "Expiring", "Failed to", "Exception").contains("; ").hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sasl.mechanism=ROT13        | the file that --broker-config names
            security.protocol=CARRIER   | security.protocol cannot be "CARRIER"; correct the file that --broker-config
            ssl.truststore.location=x.p12 | the file that --broker-config names
            default.api.timeout.ms=soon | default.api.timeout.ms cannot be "soon"; correct the file that --broker-config
            """)
    void aWrongPropertyIsNamedOrItsFile(String line, String message) {
        String[] parts = line.split("=");
        var properties = new HashMap<>(Map.of(parts[0], parts[1]));
        if (!parts[0].equals("security.protocol")) {
            properties.put("security.protocol", parts[0].startsWith("ssl") ? "SSL" : "SASL_PLAINTEXT");
        }
        assertThatThrownBy(() -> {
            try (var wrong = new KafkaClient(running.address(), properties, Optional.empty())) {
                wrong.topics();
            }
        }).isInstanceOf(CommandException.class).hasMessageContaining(message).message().doesNotContain("Failed to",
                "Exception", "Invalid value");
    }

    @Test
    void aGapIsRefusedAndNothingIsWritten() {
        client.create("words", 1, Map.of());
        var words = new TopicPartition("words", 0);
        assertThatThrownBy(() -> client.append(words, gap(), (place, offset) -> {}))
                .hasMessageContaining("offset 1 is " + "missing");
        client.flush();
        assertThat(client.read(words, 0).entries()).isEmpty();
    }
}

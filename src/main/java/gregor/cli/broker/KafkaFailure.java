package gregor.cli.broker;

import module java.base;

import static java.util.Map.entry;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;

/// Makes messages for users of failures of Kafka's clients: what failed, and what to do.
final class KafkaFailure {
    private static final String PROPERTIES = "the file that --broker-config names";
    private static final Pattern WRONG_VALUE = Pattern.compile("Invalid value (.*?) for configuration ([\\w.]+).*");
    private static final Map<Class<?>, String> SENTENCES = Map.ofEntries(
            entry(SslAuthenticationException.class,
                    "the broker and this client found no TLS connection that both "
                            + "accept; check security.protocol and the lines with ssl. in " + PROPERTIES),
            entry(AuthenticationException.class,
                    "the broker refuses the login; check user, password and sasl.mechanism " + "in " + PROPERTIES),
            entry(AuthorizationException.class,
                    "the user of --broker-config has no right to do that; ./gregor users " + "allow gives it"),
            entry(TimeoutException.class, "the broker did not answer in time; check that it runs, and that this is its "
                    + "door for Kafka's clients. If it requires TLS or a login, --broker-config FILE names a file with "
                    + "the properties for that"),
            entry(DisconnectException.class, "the broker closed the connection; try again when it runs"),
            entry(RecordTooLargeException.class,
                    "an event is larger than the topic accepts; raise its max.message.bytes, or split the event"),
            entry(UnknownTopicOrPartitionException.class,
                    "the topic or the partition does not exist (any more); ./gregor topics list shows the topics"),
            entry(GroupNotEmptyException.class, "the group has members; stop its readers first"),
            entry(UnknownMemberIdException.class,
                    "the group has members, and only they can move its committed offsets; stop its readers first"),
            entry(UnsupportedVersionException.class,
                    "the broker is too old for this command, or too new; ./gregor judge shows what it understands"));

    private KafkaFailure() {}

    /// Makes the message. A broker's own sentence is part of it, a text of the client library is not.
    static String message(KafkaException e) {
        return switch (e) {
            case TopicAuthorizationException denied when !denied.unauthorizedTopics().isEmpty() ->
                    denied("topic " + String.join(", ", denied.unauthorizedTopics()));
            case GroupAuthorizationException denied when denied.groupId() != null ->
                    denied("group " + denied.groupId());
            case ConfigException wrong -> configuration(wrong);
            default -> Stream.<Class<?>>iterate(e.getClass(), Objects::nonNull, Class::getSuperclass)
                    .map(SENTENCES::get).filter(Objects::nonNull).findFirst().orElseGet(() -> other(e));
        };
    }

    private static String denied(String what) {
        return "the user of --broker-config has no right on " + what + "; ./gregor users allow gives it";
    }

    private static String configuration(ConfigException e) {
        Matcher wrong = WRONG_VALUE.matcher(e.getMessage());
        return (wrong.matches()
                ? wrong.group(2) + " cannot be \"" + wrong.group(1) + "\""
                : "a property is wrong or missing") + "; correct " + PROPERTIES;
    }

    private static String other(KafkaException e) {
        if (!(e instanceof ApiException)) {
            return e.getCause() instanceof KafkaException cause
                    ? message(cause)
                    : "Kafka's client cannot be used with these properties; check the names of files and classes in "
                            + PROPERTIES;
        }
        Errors error = Errors.forException(e);
        return e.getMessage() == null || e.getMessage().equals(error.message())
                ? "the broker answered " + error + " (error " + error.code()
                        + " of Kafka's protocol); try again, or see " + "what it logs"
                : "the broker refused: " + e.getMessage();
    }
}

package gregor.cli.broker;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/// Calls of Kafka's clients, whose failures become sentences.
final class KafkaCalls {
    private KafkaCalls() {}

    /// Makes a call of Kafka's clients.
    ///
    /// @throws CommandException if it fails; the cause is what they threw
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /// Waits for an answer.
    ///
    /// @throws CommandException if there is none; the cause is what they threw
    static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? refused(kafka)
                    : new CommandException("" + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static CommandException refused(KafkaException e) {
        return new CommandException(switch (e) {
            case AuthenticationException no -> "the broker lets nobody in who comes like this (" + no.getMessage()
                    + "); --broker-config FILE names a file with what Kafka's clients need for that";
            case TimeoutException late -> "the broker does not answer (" + late.getMessage()
                    + "). Is that its door for Kafka's clients? If it wants TLS or a login, "
                    + "--broker-config FILE says so";
            case GroupNotEmptyException busy -> "somebody is in the group; stop its readers first";
            case UnknownMemberIdException busy ->
                    "somebody is in the group, and only they move its bookmarks; stop its readers first";
            default -> e.getClass() == KafkaException.class && e.getCause() instanceof KafkaException cause
                    ? cause.getMessage() : e.getMessage();
        }, e);
    }
}

package gregor.kafka;

import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// One kind of request, and how it is answered. Any thread may call it.
///
/// @param <Q> the message of the request
public interface Api<Q extends ApiMessage> {
    /// Which kind: the number that a request begins with.
    ApiKeys key();

    /// The oldest version that is answered.
    default short oldest() {
        return key().oldestVersion();
    }

    /// The newest version that is answered.
    default short newest() {
        return key().latestVersion(false);
    }

    /// Answers. What went wrong is in the answer, as a number; what this throws ends the connection.
    ///
    /// @return the message of the answer; empty if the client wants none
    Optional<ApiMessage> answer(Q request, RequestContext call);
}

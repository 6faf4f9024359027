package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// Answers one kind of request, which the annotation [Serves] names. Any thread may call it.
///
/// @param <Q> the request's message class
public interface Api<Q extends ApiMessage> {
    /// The annotation of its class.
    default Serves versions() {
        return getClass().getAnnotation(Serves.class);
    }

    /// The number that begins each request of this kind.
    default ApiKeys key() {
        return versions().api();
    }

    /// Answers a request. The response reports what went wrong as an error code. An exception with a code in
    /// [ErrorCodes] becomes a response with that error for each part of the request; any other closes the connection.
    ///
    /// @return the response; empty if the client expects none
    Optional<ApiMessage> answer(Q request, RequestContext context);
}

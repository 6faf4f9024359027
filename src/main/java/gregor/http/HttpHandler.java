package gregor.http;

/// Handles one kind of request: translates it into calls of the broker, and the result into a reply.
@FunctionalInterface
public interface HttpHandler {
    /// Returns the reply. Exceptions of the broker may pass; [ProblemDetails] maps them to a status.
    Reply answer(HttpExchange call);
}

package gregor.http;

/// Does what one kind of request asks for: a translation to the broker, and back.
@FunctionalInterface
public interface HttpHandler {
    /// Returns the answer. What the broker throws goes through; [ProblemDetails] knows how to say it by HTTP's numbers.
    Reply answer(HttpExchange call);
}

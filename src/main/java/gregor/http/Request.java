package gregor.http;

/// Does what one kind of request asks for: a translation to the broker, and back.
@FunctionalInterface
interface Request {
    /// Returns the answer. What the broker throws goes through; [Problem] knows how to say it by HTTP's numbers.
    Reply answer(Call call);
}

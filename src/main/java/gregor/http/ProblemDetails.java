package gregor.http;

import module java.base;

import gregor.broker.BrokerException;
import gregor.broker.PartitionUnavailableException;
import gregor.broker.RecordBatchTooLargeException;
import gregor.broker.TopicMovedException;
import gregor.compact.MissingKeyException;
import gregor.file.CorruptLogException;
import gregor.file.FormatException;
import gregor.file.StorageException;
import gregor.list.OffsetOutOfRangeException;
import gregor.packed.CorruptBatchException;
import gregor.rebalance.FencedInstanceIdException;
import gregor.rebalance.InconsistentGroupProtocolException;
import gregor.thread.LogClosedException;
import gregor.thread.LogInterruptedException;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicExistsException;
import gregor.topic.UnknownTopicOrPartitionException;

/// A failure as an HTTP status and a sentence; the one place that maps the broker's exceptions to HTTP.
///
/// Its JSON is that of RFC 9457: `{"type":"about:blank","title":"Not Found","status":404,"detail":"…"}`.
record ProblemDetails(int status, String detail) {
    private static final Map<Integer, String> TITLES = Map.ofEntries(Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"), Map.entry(406, "Not Acceptable"), Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"), Map.entry(410, "Gone"), Map.entry(413, "Content Too Large"),
            Map.entry(421, "Misdirected Request"), Map.entry(422, "Unprocessable Content"),
            Map.entry(500, "Internal Server Error"), Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"));

    /// Maps an exception; one that is not listed is a defect of ours, with status 500 and without its message.
    static ProblemDetails of(RuntimeException failure) {
        int status = switch (failure) {
            case HttpException e -> e.status();
            case UnknownTopicOrPartitionException e -> 404;
            case TopicExistsException e -> 409;
            case FencedInstanceIdException e -> 409;
            case InconsistentGroupProtocolException e -> 409;
            case RecordBatchTooLargeException e -> 413;
            case TopicMovedException e -> 410;
            case PartitionUnavailableException e -> 503;
            case StorageException e -> 503;
            case CorruptLogException e -> 503;
            case CorruptBatchException e -> 503;
            case FormatException e -> 503;
            case LogClosedException e -> 503;
            case LogInterruptedException e -> 503;
            case InvalidTopicException e -> 400;
            case InvalidPartitionsException e -> 400;
            case InvalidConfigurationException e -> 400;
            case MissingKeyException e -> 400;
            case OffsetOutOfRangeException e -> 400;
            case BrokerException e -> 400;
            default -> 500;
        };
        return new ProblemDetails(status,
                status == 500 ? "this is a defect of Gregor, not of your request" : failure.getMessage());
    }

    Reply plain() {
        return Reply.text(detail + "\n").status(status);
    }

    /// Returns a reply with the JSON of RFC 9457.
    Reply json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "about:blank");
        json.put("title", TITLES.getOrDefault(status, "Error"));
        json.put("status", status);
        json.put("detail", detail);
        return Reply.of(Reply.PROBLEM, JsonBody.STRICT.writeValueAsBytes(json)).status(status);
    }
}

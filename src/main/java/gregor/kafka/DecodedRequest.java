package gregor.kafka;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// A request with the fields of its header.
///
/// @param correlation the client's number of this request, which the response repeats
/// @param client      the client id; may be empty
record DecodedRequest(ApiKeys api, short version, int correlation, String client, ApiMessage message) {}

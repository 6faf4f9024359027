package gregor.kafka;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// A request that has been read.
///
/// @param correlation a number that the client has chosen, for the answer to repeat
/// @param client      what the client calls itself; it may be empty
record DecodedRequest(ApiKeys api, short version, int correlation, String client, ApiMessage message) {}

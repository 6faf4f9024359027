/// The coordinator of transactions, and the requests of transactional producers and of administrators (KIP-98, KIP-447,
/// KIP-664, KIP-890).
package gregor.kafka.transaction;

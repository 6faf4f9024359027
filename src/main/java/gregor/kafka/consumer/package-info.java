/// The group protocol in which the broker computes the assignment (KIP-848).
package gregor.kafka.consumer;

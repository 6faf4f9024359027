/// Checks a broker from outside, byte by byte, and reports the first requirement of Kafka's protocol that it does not
/// meet.
package gregor.judge;

/// Limits on the time and memory that a request may cost.
package gregor.kafka.limits;

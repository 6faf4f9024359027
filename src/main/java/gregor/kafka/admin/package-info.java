/// The requests of administrators: topics, partitions, configurations, records and groups.
package gregor.kafka.admin;

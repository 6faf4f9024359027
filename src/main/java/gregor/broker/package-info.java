/// A broker: topics, groups and their maintenance in one process that runs for weeks.
package gregor.broker;

package gregor.broker;

import module java.base;

import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// Topics that any thread may read while another one creates and deletes them: groups look up partitions without the
/// broker's lock.
final class SharedTopics extends Topics {
    SharedTopics(Function<TopicPartition, Log> logs, TopicConfig defaults) {
        super(logs, defaults);
    }

    @Override
    public synchronized Topic create(String name, int partitions, Map<String, String> settings) {
        return super.create(name, partitions, settings);
    }

    @Override
    public synchronized Topic topic(String name) {
        return super.topic(name);
    }

    @Override
    public synchronized Optional<Topic> find(String name) {
        return super.find(name);
    }

    @Override
    public synchronized List<String> names() {
        return super.names();
    }

    @Override
    public synchronized Topic delete(String name) {
        return super.delete(name);
    }

    @Override
    public synchronized String toString() {
        return super.toString();
    }
}

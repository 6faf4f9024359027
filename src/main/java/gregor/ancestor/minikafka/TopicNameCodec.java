package gregor.ancestor.minikafka;

import gregor.list.Utf8;
import gregor.topic.InvalidTopicException;
import gregor.topic.Topic;

/// MiniKafka's topics have any name, such as `demo topic`; a broker's have letters, digits and `. _ -`.
///
/// A name that a broker's topic may have stays as it is, so that all doors lead to the same log. Any other one is
/// written in those letters: `demo topic` becomes `mk--demo.20topic`.
final class TopicNameCodec {
    private static final String MARK = "mk--";

    private TopicNameCodec() {}

    /// Returns the name of the broker's topic. No two names become one.
    ///
    /// @throws InvalidTopicException if there is no name, or it is too long when it is written so
    static String topic(String name) {
        String topic = name.isEmpty() || isPlain(name) ? name : MARK + written(name);
        Topic.checkName(topic);
        return topic;
    }

    private static boolean isPlain(String name) {
        return !name.startsWith(MARK) && !name.equals(".") && !name.equals("..")
                && name.chars().allMatch(TopicNameCodec::isPlain);
    }

    private static boolean isPlain(int letter) {
        return isLetter(letter) || letter == '.';
    }

    private static boolean isLetter(int letter) {
        return 'a' <= letter && letter <= 'z' || 'A' <= letter && letter <= 'Z' || '0' <= letter && letter <= '9'
                || letter == '_' || letter == '-';
    }

    private static String written(String name) {
        var text = new StringBuilder();
        for (byte letter : Utf8.bytes(name)) {
            if (isLetter(letter)) {
                text.append((char) letter);
            } else {
                text.append(".%02x".formatted(letter));
            }
        }
        return text.toString();
    }
}

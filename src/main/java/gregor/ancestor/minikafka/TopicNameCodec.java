package gregor.ancestor.minikafka;

import gregor.list.Utf8;
import gregor.topic.InvalidTopicException;
import gregor.topic.Topic;

/// Encodes MiniKafka's topic names, which may be any text, with the letters, digits and `. _ -` of a broker's topics.
///
/// A name that a broker's topic may have stays unchanged, so that all doors use the same log. Any other name is
/// encoded: `demo topic` becomes `mk--demo.20topic`.
final class TopicNameCodec {
    private static final String PREFIX = "mk--";
    private static final int MAX_LENGTH = 249;

    private TopicNameCodec() {}

    /// Returns the name of the broker's topic. Different names stay different.
    ///
    /// @throws InvalidTopicException if the name is empty or its encoding is too long
    static String topic(String name) {
        String topic = encoded(name);
        if (topic.length() > MAX_LENGTH && !topic.equals(name)) {
            throw new InvalidTopicException("the name " + name.substring(0, Math.min(20, name.length())) + "… takes "
                    + topic.length() + " characters in its encoded form; shorten it to " + MAX_LENGTH + " or less");
        }
        Topic.checkName(topic);
        return topic;
    }

    /// Returns the encoded name without a check.
    static String encoded(String name) {
        return name.isEmpty() || isPlain(name) ? name : PREFIX + encode(name);
    }

    private static boolean isPlain(String name) {
        return !name.startsWith(PREFIX) && !name.equals(".") && !name.equals("..")
                && name.chars().allMatch(TopicNameCodec::isPlain);
    }

    private static boolean isPlain(int letter) {
        return isLetter(letter) || letter == '.';
    }

    private static boolean isLetter(int letter) {
        return 'a' <= letter && letter <= 'z' || 'A' <= letter && letter <= 'Z' || '0' <= letter && letter <= '9'
                || letter == '_' || letter == '-';
    }

    private static String encode(String name) {
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

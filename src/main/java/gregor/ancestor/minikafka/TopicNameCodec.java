package gregor.ancestor.minikafka;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
    private static final Pattern PLAIN = Pattern.compile("(?!mk--|\\.{1,2}$)[a-zA-Z0-9._-]*");
    /// The bytes of a name that are encoded as a dot and two hexadecimal digits.
    private static final Pattern ENCODED = Pattern.compile("[^a-zA-Z0-9_-]");

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

    static String encoded(String name) {
        return PLAIN.matcher(name).matches()
                ? name
                : PREFIX + ENCODED.matcher(new String(Utf8.bytes(name), ISO_8859_1))
                        .replaceAll(found -> ".%02x".formatted((int) found.group().charAt(0)));
    }
}
